import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** An end sooner than this, with a failure, means that Electron cannot run here. */
const startMs = 5_000
const wordsKept = 4_000

export type Ending = { kind: 'ended'; status: number } | { kind: 'unable'; reason: string }

/** Runs Electron until it ends. SIGINT and its like are handed on, so that it can keep its runs. */
export function runElectron(binary: string, parameters: readonly string[]): Promise<Ending> {
  const startedAt = Date.now()
  const child = spawn(binary, [root, ...parameters], { stdio: ['inherit', 'inherit', 'pipe'] })
  let words = ''
  let isAsked = false
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-wordsKept)
    process.stderr.write(chunk)
  })
  const handOn = (signal: NodeJS.Signals) => {
    isAsked = true
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, handOn)
  return new Promise<Ending>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'unable', reason: error.message }))
    child.once('close', (code, signal) => {
      const isUnable = !isAsked && code !== 0 && Date.now() - startedAt < startMs
      if (!isUnable) return resolve({ kind: 'ended', status: code ?? 1 })
      const last = words.trim().split('\n').at(-1) ?? ''
      resolve({ kind: 'unable', reason: `${signal ?? `status ${code ?? '?'}`}${last === '' ? '' : `: ${last}`}` })
    })
  }).finally(() => {
    for (const signal of signals) process.off(signal, handOn)
  })
}
