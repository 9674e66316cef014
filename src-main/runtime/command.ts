import { spawn } from 'node:child_process'

export interface CommandResult {
  code: number | null
  output: string
}

export interface CommandOptions {
  signal?: AbortSignal
  onLine?: (line: string) => void
  workingFolder?: string
  /** Added to this process's own. */
  environment?: Record<string, string>
}

/** Runs a program to its end and gathers what it prints; a program that cannot be started has the code null. */
export function runCommand(program: string, commandArguments: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, commandArguments, { stdio: ['ignore', 'pipe', 'pipe'], signal: options.signal, cwd: options.workingFolder, env: { ...process.env, ...options.environment }, windowsHide: true })
    let output = ''
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      for (const line of chunk.toString().split(/[\r\n]+/)) if (line.trim() !== '') options.onLine?.(line.trim())
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => { resolve({ code: null, output: output + error.message }) })
    child.on('close', (code) => { resolve({ code, output }) })
  })
}
