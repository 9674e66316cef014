import { expect, it } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import type { RunRecord } from '../../shared/run.ts'
import { SpeedBook } from '../../src-main/workbench/speed-book.ts'

/** A run of 1,000 steps, as far as its speed goes. */
function run(id: string, task: object, changes: object = {}): RunRecord {
  const config = parseConfig({
    task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.5, ...task }, model: { kind: 'quadratic-mlp' },
    loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw' }, stop: { maximumSteps: 1000 }, ...changes
  })
  return {
    id, name: id, state: 'queued', config, preset: null, parent: null, createdAt: 0, startedAt: null, endedAt: null, trainingSeconds: 0, step: 0,
    milestones: { memorization: null, generalization: null }, tags: [], notes: '', starred: false, locked: false, deletedAt: null, environment: null,
    error: null, series: []
  }
}

const noise = (deviation: number) => ({ interventions: [{ kind: 'gradient-noise', deviation }] })
const [half, most, multiply] = [run('half', {}), run('most', { trainFraction: 0.9 }), run('multiply', { operation: 'multiply' })]
const [quiet, loud] = [run('quiet', {}, noise(0.1)), run('loud', {}, noise(1))]
const wide = run('wide', {}, { model: { kind: 'quadratic-mlp', hiddenWidth: 2048 } })

/** A book in which the given runs were timed, in steps per second. */
function book(...timed: [RunRecord, number][]): SpeedBook {
  const runs = new Map([half, most, multiply, quiet, loud, wide].map((each) => [each.id, each]))
  const speeds = new SpeedBook({
    getRun: (id) => {
      const found = runs.get(id)
      if (found === undefined) throw new Error(`no run ${id}`)
      return found
    }
  })
  for (const [timedRun, stepsPerSecond] of timed) speeds.note(timedRun, stepsPerSecond)
  return speeds
}

it('takes the speed of a run that costs the same', () => {
  const speeds = book([half, 10], [most, 5])
  expect([speeds.secondsFor('half'), speeds.secondsFor('most')]).toEqual([100, 200])
})

it('takes the slowest of those that do the same work on other examples or with other numbers', () => {
  const speeds = book([half, 10], [most, 5], [quiet, 2])
  expect([speeds.secondsFor('multiply'), speeds.secondsFor('loud')]).toEqual([200, 500])
})

it('says nothing of a model, or of an intervention, that was not timed', () => {
  const speeds = book([half, 10])
  expect([speeds.secondsFor('wide'), speeds.secondsFor('loud')]).toEqual([null, null])
})
