import { fileURLToPath } from 'node:url'
import { GrokscopeError } from '../../shared/errors.ts'
import { runCommand } from './command.ts'

/** Runs the self-test of an installation in some process of its own. Throws `runtime/unusable`. */
export type SelfTest = (bindingFile: string | null, signal?: AbortSignal) => Promise<void>

/** Runs the self-test as a process of plain Node. Throws `runtime/unusable`. */
export const runSelfTest: SelfTest = async (bindingFile, signal) => {
  const script = fileURLToPath(new URL('./self-test-process.ts', import.meta.url))
  const { code, output } = await runCommand(process.execPath, [script, bindingFile ?? ''], { signal })
  if (code === 0) return
  const reason = output.trim().split('\n').filter((line) => /error|Error|expected/.test(line)).at(-1) ?? `exit code ${code}`
  throw new GrokscopeError('runtime/unusable', `TensorFlow was installed but its self-test failed: ${reason}`)
}
