import { fileURLToPath } from 'node:url'
import { GrokscopeError } from '../../shared/errors.ts'
import { runCommand } from './command.ts'

/** Runs the self-test in a process of its own, since a broken library may end it. Throws `runtime/unusable`. */
export async function runSelfTest({ bindingFile, signal }: { bindingFile: string | null; signal?: AbortSignal }): Promise<void> {
  const script = fileURLToPath(new URL('./self-test-process.ts', import.meta.url))
  const { code, output } = await runCommand(process.execPath, [script, bindingFile ?? ''], { signal })
  if (code === 0) return
  const reason = output.trim().split('\n').filter((line) => /error|Error|expected/.test(line)).at(-1) ?? `exit code ${code}`
  throw new GrokscopeError('runtime/unusable', `TensorFlow was installed but its self-test failed: ${reason}`)
}
