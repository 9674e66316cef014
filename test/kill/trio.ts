import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { fromWireError } from '../../shared/errors.ts'
import type { MethodName, Parameters, Result } from '../../shared/rpc.ts'
import type { RunStore } from '../../src-main/store/run-store.ts'
import { childProcessHost } from '../../src-main/workbench/child-process-host.ts'
import { dispatch } from '../../src-main/workbench/dispatch.ts'
import { openLocalWorkbench } from '../../src-main/workbench/open-local.ts'
import type { Workbench } from '../../src-main/workbench/workbench.ts'

/** How late a point may be on disk after it was computed. */
const lateMs = 1000
const trainer = fileURLToPath(new URL('logging-trainer.ts', import.meta.url))

/** A run of a few seconds that measures every step and keeps few checkpoints. */
export function smallRun(seed: number, maximumSteps: number): object {
  return {
    task: { kind: 'modular', operation: 'add', modulus: 23, trainFraction: 0.5 }, model: { kind: 'transformer', width: 32, heads: 2, mlpWidth: 64 },
    loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw' }, seed, stop: { maximumSteps },
    measures: ['loss-and-accuracy', 'weight-norms'],
    schedule: { measure: { kind: 'every', steps: 1 }, snapshot: { kind: 'every', steps: 50 }, checkpoint: { kind: 'every', steps: 200 } }
  }
}

/** The workbench with real trainers that write logs into `logs`. */
export async function openWithLogs(home: string, logs: string): Promise<Workbench> {
  const host = childProcessHost(trainer)
  let number = readdirSync(logs).length
  return openLocalWorkbench({
    home, access: 'write', autostart: false,
    trainerHost: { start: (environment) => host.start({ ...environment, POINT_LOG: path.join(logs, String(number++).padStart(4, '0')) }) }
  })
}

export async function call<K extends MethodName>(workbench: Workbench, method: K, parameters: Parameters<K>): Promise<Result<K>> {
  const reply = await dispatch(workbench, method, parameters)
  if (!reply.ok) throw fromWireError(reply.error)
  return reply.value as Result<K>
}

interface Log {
  process: number
  points: { time: number; step: number; loss: number }[]
}

/** What each trainer wrote down; a last line that was cut off is left out. */
export function readLogs(logs: string): Log[] {
  return readdirSync(logs).sort().map((name) => {
    const [first = '', ...lines] = readFileSync(path.join(logs, name), 'utf8').split('\n')
    const points = lines.slice(0, -1).map((line) => line.split(' ').map(Number)).map(([time = NaN, step = NaN, loss = NaN]) => ({ time, step, loss }))
    return { process: Number(first), points }
  })
}

/** The last step that each trainer wrote down, without reading the rest: -1 before the first. */
export function lastSteps(logs: string): number[] {
  return readdirSync(logs).map((name) => {
    const file = openSync(path.join(logs, name), 'r')
    const { size } = fstatSync(file)
    const end = Buffer.alloc(Math.min(size, 200))
    readSync(file, end, 0, end.length, size - end.length)
    closeSync(file)
    const line = end.toString().split('\n').at(-2) ?? ''
    return Number(line.split(' ')[1] ?? -1)
  })
}

/** Every point that was computed more than a second before `killedAt` is in the store, and none is missing between. */
export function expectNothingLost(store: RunStore, runIds: readonly string[], logs: readonly Log[], killedAt: number): void {
  expect(store.check()).toEqual([])
  for (const log of logs) {
    const due = log.points.filter((point) => point.time <= killedAt - lateMs)
    const [first] = due
    if (first === undefined) continue
    const series = runIds.map((runId) => store.readSeries(runId, { names: ['train/loss'] })[0])
    const kept = series.find((one) => one !== undefined && one.values[one.steps.indexOf(first.step)] === first.loss)
    expect(kept, `the run of process ${log.process} is not in the store`).toBeDefined()
    const values = new Map([...kept?.steps ?? []].map((step, index) => [step, kept?.values[index]]))
    expect(due.filter((point) => values.get(point.step) !== point.loss)).toEqual([])
    expect([...kept?.steps ?? []].findIndex((step, index) => step !== index), 'a step is missing between two others').toBe(-1)
  }
}

/** A digest of each series' steps and values, bit by bit: short where a difference is to be told. */
export function curves(store: RunStore, runId: string): Record<string, string> {
  const names = store.listSeries(runId).map((summary) => summary.name).sort()
  const bytes = ({ buffer, byteOffset, byteLength }: Float64Array) => new Uint8Array(buffer, byteOffset, byteLength)
  const digests = store.readSeries(runId, { names }).map(({ name, steps, values }) =>
    [name, `${steps.length} points, ${createHash('sha256').update(bytes(steps)).update(bytes(values)).digest('hex').slice(0, 16)}`])
  return Object.fromEntries(digests) as Record<string, string>
}
