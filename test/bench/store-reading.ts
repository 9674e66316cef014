import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src-main/store/open.ts'
import type { RunStore } from '../../src-main/store/run-store.ts'
import { config } from './store-contenders.ts'

const goalMilliseconds = 100
const repetitions = 9

function milliseconds(action: () => void): number {
  const start = performance.now()
  action()
  return performance.now() - start
}

/** The first time in a store that was just opened, then the median of several. */
function report(what: string, folder: string, action: (store: RunStore) => void): boolean {
  const store = openStore(folder)
  const first = milliseconds(() => action(store))
  const times = Array.from({ length: repetitions }, () => milliseconds(() => action(store))).sort((a, b) => a - b)
  store.close()
  const median = times[Math.floor(repetitions / 2)]
  const isMet = median <= goalMilliseconds
  console.log(`${what}: ${median.toFixed(1)} ms median (${times[0].toFixed(1)} … ${times[repetitions - 1].toFixed(1)}), ${first.toFixed(1)} ms the first time; goal ${goalMilliseconds} ms: ${isMet ? 'met' : 'MISSED'}`)
  return isMet
}

function inFolder<T>(action: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'))
  try {
    return action(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function newRun(store: RunStore, index: number): string {
  return store.createRun({ name: `run ${index}`, config: { ...config, seed: index }, preset: null, parent: null, tags: ['bench'] }).id
}

function longCurve(name: string, count: number): { name: string; steps: Float64Array; values: Float64Array } {
  const steps = Float64Array.from({ length: count }, (_, step) => step)
  return { name, steps, values: steps.map((step) => Math.exp(-step / 5000) + 0.02 * Math.random()) }
}

/** 50 runs with a series of 40,000 points each, for a chart of 1,000 pixels. */
function chart(folder: string): boolean[] {
  const store = openStore(folder)
  const ids = Array.from({ length: 50 }, (_, index) => {
    const id = newRun(store, index)
    store.write(id, { points: [longCurve('test/loss', 40_000)], changes: { state: 'finished' } })
    return id
  })
  store.close()
  return [false, true].map((logarithmicSteps) => report(`50 series of 40,000 points for 1,000 pixels, ${logarithmicSteps ? 'log' : 'linear'} axis`, folder, (opened) => {
    const points = ids.reduce((sum, id) => sum + opened.readSeries(id, { names: ['test/loss'], pixels: 1000, logarithmicSteps })[0].steps.length, 0)
    if (points < 50 * 500) throw new Error(`only ${points} points came back`)
  }))
}

/** 1,000 runs of 20 series. */
function table(folder: string): boolean {
  const store = openStore(folder)
  store.atomically(() => {
    for (let index = 0; index < 1000; index++) {
      const id = newRun(store, index)
      store.write(id, { points: Array.from({ length: 20 }, (_, series) => longCurve(`measure-${series}`, 10)), changes: { state: 'finished' } })
    }
  })
  store.close()
  return report('1,000 runs of 20 series listed', folder, (opened) => {
    const runs = opened.listRuns()
    if (runs.length !== 1000 || runs.some(({ series }) => series.length !== 20)) throw new Error('runs or series are missing')
  })
}

/** Reads charts and tables of usual size; true where every goal is met. */
export function readingGoals(): boolean {
  return [...inFolder(chart), inFolder(table)].every((isMet) => isMet)
}
