import { expect, it } from 'vitest'
import type { RunRecord } from '../../shared/run.ts'
import type { RunProgress } from '../../shared/rpc.ts'
import { withProgress } from '../../src-renderer/state/live-run.ts'

const summary = (name: string, last: number) => ({ name, count: 2, lastStep: 10, last, minimum: last, maximum: last })
const run = { step: 10, trainingSeconds: 1, series: [summary('train/loss', 4), summary('test/loss', 5)] } as RunRecord
const progress: RunProgress = {
  runId: 'aaaaaaaaaa', step: 30, trainingSeconds: 3, maximumSteps: 100, stepsPerSecond: 10, secondsLeft: 7, latest: { 'train/loss': 0.5 }
}

it('is its record with the step, the time and the last values that its progress tells', () => {
  expect(withProgress(run, progress)).toEqual({
    ...run, step: 30, trainingSeconds: 3, series: [{ ...summary('train/loss', 4), last: 0.5, minimum: 0.5 }, summary('test/loss', 5)]
  })
})

it('is its record where that is younger than the progress, or where there is none', () => {
  expect(withProgress(run, undefined)).toBe(run)
  expect(withProgress(run, { ...progress, step: 9 })).toBe(run)
})

it('keeps its last value where the newest is not a number', () => {
  expect(withProgress(run, { ...progress, latest: { 'train/loss': Number.NaN } }).series[0]).toEqual(summary('train/loss', 4))
})
