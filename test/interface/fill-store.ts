import { parseConfig } from '../../shared/config/validate.ts'
import { GrokscopeError, toWireError } from '../../shared/errors.ts'
import type { ComputeEnvironment, RunRecord, RunState } from '../../shared/run.ts'
import { openStore } from '../../src-main/store/open.ts'
import type { RunStore } from '../../src-main/store/run-store.ts'
import type { SeriesPoints } from '../../src-main/trainer/protocol.ts'

const decays = [1, 0.1, 0.5, 0, 2]
const longName = 'A name that is much longer than any column should ever be asked to show, with p = 113, weight decay 1 and a learning rate of 1e-3, tried again'

interface Course { memorization: number; generalization: number | null; lastStep: number }

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

function steps(lastStep: number): Float64Array {
  const kept = new Set([0, lastStep])
  for (let i = 0; i < 300; i++) kept.add(Math.round(10 ** ((i / 299) * Math.log10(lastStep))))
  return Float64Array.from([...kept].sort((a, b) => a - b))
}

/** Curves of a network that memorizes, waits, and (perhaps) generalizes; made up, smooth, with a little noise. */
function curves({ memorization, generalization, lastStep }: Course, seed: number): SeriesPoints[] {
  const at = steps(lastStep)
  const rise = (step: number, middle: number | null, width: number) =>
    (middle === null ? 0 : sigmoid((Math.log10(step + 1) - Math.log10(middle)) * width))
  const noise = (step: number) => 1 + 0.04 * Math.sin(step * 12.9898 + seed)
  const series = (name: string, value: (step: number) => number): SeriesPoints => ({ name, steps: at, values: at.map(value) })
  const early = (step: number) => 0.009 + 0.12 * rise(step, memorization, 6)
  const test = (step: number) => early(step) + (1 - early(step)) * rise(step, generalization === null ? null : generalization * 0.8, 48)
  const testLoss = (step: number) => {
    const peak = 4.7 + 18 * rise(step, memorization, 5) * (1 - rise(step, generalization, 16))
    return peak * (1 - 0.999 * rise(step, generalization, 20)) * noise(step)
  }
  return [
    series('train/accuracy', (step) => Math.min(1, 0.009 + 0.991 * rise(step, memorization * 0.3, 9))),
    series('test/accuracy', (step) => Math.min(1, test(step))),
    series('train/loss', (step) => (4.7 * (1 - rise(step, memorization * 0.3, 7)) + 1e-6) * noise(step)),
    series('test/loss', testLoss),
    series('weight-norm/total', (step) => 28 + 30 * rise(step, memorization, 6) - 26 * rise(step, generalization, 14)),
    series('gradient-norm/total', (step) => 0.02 + 0.6 * (1 - rise(step, memorization, 6)) * noise(step)),
    series('embedding/gini', (step) => 0.2 + 0.6 * rise(step, generalization, 14))
  ]
}

function snapshot(step: number, share: number) {
  const data = Float32Array.from({ length: 113 * 16 }, (_, i) => {
    const token = Math.floor(i / 16)
    const angle = (2 * Math.PI * token * [14, 35, 41, 52][Math.floor((i % 16) / 4)]) / 113
    return share * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + (1 - share) * Math.sin(i * 78.233) * 0.4
  })
  return { tensor: 'embedding', step, shape: [113, 16], data }
}

function stateOf(index: number): RunState {
  if (index % 17 === 5) return 'diverged'
  if (index % 19 === 7) return 'interrupted'
  if (index % 23 === 9) return 'paused'
  return index % 29 === 11 ? 'failed' : 'finished'
}

/** The first step at which a series reaches 0.99. */
function firstAbove(series: SeriesPoints | undefined): number | null {
  const index = series?.values.findIndex((value) => value >= 0.99) ?? -1
  return index < 0 ? null : series?.steps[index] ?? null
}

/** What a run in such a state has to say. */
function errorOf(state: RunState): RunRecord['error'] {
  const diverged = 'The training loss became NaN at step 11,840; the first tensor with NaN is blocks.0.mlp.in.'
  const killed = 'The trainer was ended by signal SIGKILL, perhaps for want of memory. Try a smaller model, or fewer runs at once.'
  if (state === 'diverged') return { ...toWireError(new GrokscopeError('trainer/diverged', diverged)), step: 11_840 }
  return state === 'failed' ? toWireError(new GrokscopeError('trainer/crashed', killed)) : null
}

const environment: ComputeEnvironment = {
  backend: 'tensorflow', library: 'libtensorflow 2.21.0 (tfjs-node-gpu 4.22.0)', device: 'CPU', threads: 2, xla: true, application: '0.1.0'
}

function addRun(store: RunStore, index: number): string {
  const weightDecay = decays[index % decays.length]
  const seed = Math.floor(index / decays.length) % 5
  const state = stateOf(index)
  const config = parseConfig({
    task: { kind: 'modular', operation: index % 7 === 3 ? 'multiply' : 'add', trainFraction: index % 3 === 0 ? 0.3 : 0.4 },
    model: { kind: 'transformer' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw', weightDecay }, seed, stop: { maximumSteps: 40_000 }
  })
  const generalization = weightDecay === 0 || state !== 'finished' ? null : Math.round(7000 / Math.max(weightDecay, 0.4)) + seed * 310
  const memorization = 180 + seed * 12
  const course: Course = { memorization, generalization, lastStep: generalization === null ? 12_000 : generalization + 2000 }
  const name = index === 4 ? longName : index === 0 ? 'mainline' : `mainline wd ${weightDecay} · seed ${seed} · ${index}`
  const tags = index % 4 === 0 ? ['reference', 'figure 3'] : index % 6 === 1 ? ['try'] : []
  const run = store.createRun({ name, config, preset: 'mainline', parent: null, tags })
  const startedAt = Date.now() - (index + 1) * 1_700_000
  const points = curves(course, seed)
  store.write(run.id, {
    points,
    ...(index < 40 ? { snapshots: [0, 100, 1000, 4000, course.lastStep].map((step) => snapshot(step, step / course.lastStep)) } : {}),
    changes: {
      state, step: course.lastStep, startedAt, endedAt: startedAt + 300_000, trainingSeconds: 212 + index,
      milestones: { memorization: firstAbove(points[0]), generalization: firstAbove(points[1]) },
      starred: index % 9 === 0, locked: index % 13 === 0, error: errorOf(state), environment
    }
  })
  return run.id
}

/** Makes a store with so many runs of every state; the first is called `mainline`. Returns their ids. */
export function fillStore(dataFolder: string, runs: number): string[] {
  const store = openStore(dataFolder, { readOnly: false })
  const ids = Array.from({ length: runs }, (_, index) => addRun(store, index))
  store.close()
  return ids
}
