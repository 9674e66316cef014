import { spawn } from 'node:child_process'
import path from 'node:path'

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..')

export interface CommandResult {
  code: number
  output: string
}

const environmentWith = (added: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const tools = path.join(root, 'node_modules', '.bin')
  return { ...process.env, PATH: `${tools}${path.delimiter}${process.env.PATH ?? ''}`, ...added }
}

export interface CommandOptions {
  show?: boolean
  environment?: Readonly<Record<string, string>>
}

/** Runs a Node program of a package with its output kept, or shown as it comes. */
export function runNode(
  script: string, parameters: readonly string[], { show = false, environment = {} }: CommandOptions = {}
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const out = show ? 'inherit' : 'pipe'
    const child = spawn(process.execPath, [path.join(root, script), ...parameters], { cwd: root, env: environmentWith(environment), stdio: ['ignore', out, out] })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => { output += text })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { output += text })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? 1, output: signal === null ? output : `${output}\nended by ${signal}` }))
  })
}
