import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const commandFile = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url))

export interface Finished {
  status: number | null
  out: string
  err: string
  /** Standard output as JSON objects, one a line. */
  events: Record<string, unknown>[]
}

/** A command that is under way. */
export interface Running {
  child: ChildProcessWithoutNullStreams
  /** What it printed so far. */
  out: () => string
  /** Waits until standard output matches. */
  untilOut: (pattern: RegExp) => Promise<void>
  finished: Promise<Finished>
}

export interface CommandOptions {
  home?: string
  environment?: Record<string, string>
  input?: string
  /** The script in place of the command's own. */
  script?: string
}

/** Starts the real command in a process of its own. */
export function startCommand(words: readonly string[], options: CommandOptions = {}): Running {
  const environment = { ...process.env, ...(options.home === undefined ? {} : { GROKSCOPE_HOME: options.home }), ...options.environment }
  const child = spawn(process.execPath, [options.script ?? commandFile, ...words], { env: environment })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  child.stdin.end(options.input ?? '')
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (status) => {
      const events = out.split('\n').filter((line) => line.startsWith('{')).flatMap((line) => {
        try {
          return [JSON.parse(line) as Record<string, unknown>]
        } catch (error) {
          if (error instanceof SyntaxError) return []
          throw error
        }
      })
      resolve({ status, out, err, events })
    })
  })
  const untilOut = async (pattern: RegExp) => {
    while (!pattern.test(out)) {
      if (child.exitCode !== null) throw new Error(`the command ended before it printed ${String(pattern)}:\n${out}\n${err}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return { child, out: () => out, untilOut, finished }
}

/** Runs the real command to its end. */
export function runCommand(words: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  return startCommand(words, options).finished
}

/** Ids of processes whose parent is `parent`. */
export async function childrenOf(parent: number): Promise<number[]> {
  const { readdirSync, readFileSync } = await import('node:fs')
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const [, after = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')
      return Number(after.split(' ')[1]) === parent ? [Number(name)] : []
    } catch (error) {
      // Processes come and go while they are listed.
      if (error instanceof Error && 'code' in error) return []
      throw error
    }
  })
}

export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
