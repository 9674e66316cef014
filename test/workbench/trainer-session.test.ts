import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import type { RunRecord } from '../../shared/run.ts'
import { openStore } from '../../src-main/store/open.ts'
import type { RunStore } from '../../src-main/store/run-store.ts'
import type { FromTrainer, TrainerProcess } from '../../src-main/trainer/protocol.ts'
import { EventBus } from '../../src-main/workbench/events.ts'
import { RunMarks } from '../../src-main/workbench/run-marks.ts'
import { TrainerSession } from '../../src-main/workbench/trainer-session.ts'
import { smallConfig, temporaryFolder } from './open-test-workbench.ts'

let place: ReturnType<typeof temporaryFolder>
let store: RunStore
beforeEach(() => {
  place = temporaryFolder()
  store = openStore(place.folder, { readOnly: false })
})
afterEach(() => {
  store.close()
  place.remove()
})

const newRun = () => store.createRun({ name: 'a run', config: parseConfig(smallConfig(100)), preset: null, parent: null, tags: [] })

/** A session whose process is a test: it says what it likes, and counts how often the run's record is announced as changed. */
function openSession(run: RunRecord) {
  const events = new EventBus()
  let tell: (message: FromTrainer) => void = () => undefined
  let changes = 0
  const told: unknown[] = []
  events.on('run.preparing', (event) => { told.push(event) })
  events.on('runs.changed', () => { changes++ })
  const nothing = () => undefined
  const process: TrainerProcess = { send: nothing, onMessage: (listener) => { tell = listener }, onExit: nothing, kill: nothing }
  new TrainerSession({
    run, process, store, events, marks: new RunMarks(store, events), storeFailed: nothing, released: nothing, gone: nothing, now: Date.now,
    start: { kind: 'start', config: run.config, backend: 'portable', threads: 1, runtimeFolder: place.folder, checkpoint: null, given: [] }
  })
  /** How often the record was announced as changed once these points had come. */
  const changesAfter = async (step: number, ...names: string[]) => {
    const before = changes
    tell({ kind: 'points', step, series: names.map((name) => ({ name, steps: Float64Array.of(step), values: Float64Array.of(1) })) })
    await new Promise((resolve) => { setImmediate(resolve) })
    return changes - before
  }
  return { changesAfter, told, tell: (message: FromTrainer) => tell(message) }
}

it('tells that the run has changed when a series has its first points, and not with every point', async () => {
  const { changesAfter } = openSession(newRun())
  expect(await changesAfter(0, 'train/loss')).toBe(1)
  expect(await changesAfter(10, 'train/loss')).toBe(0)
  expect(await changesAfter(20, 'train/loss', 'embedding/gini')).toBe(1)
  expect(await changesAfter(30, 'train/loss', 'embedding/gini')).toBe(0)
})

it('has nothing new to tell of series that the run had before it was taken up again', async () => {
  const run = newRun()
  store.write(run.id, { points: [{ name: 'train/loss', steps: Float64Array.of(0), values: Float64Array.of(1) }] })
  expect(await openSession(store.getRun(run.id)).changesAfter(10, 'train/loss')).toBe(0)
})

it('tells what its process does before the first step', async () => {
  const run = newRun()
  const { tell, told } = openSession(run)
  tell({ kind: 'preparing', message: 'compiling the step' })
  await new Promise((resolve) => { setImmediate(resolve) })
  expect(told).toEqual([{ runId: run.id, doing: 'compiling the step' }])
})
