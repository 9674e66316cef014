import { parseConfig } from '../../../shared/config/validate.ts'
import type { RunRecord } from '../../../shared/run.ts'
import { summarize, type Series } from './series.ts'

export interface SampleRun { record: RunRecord; series: Map<string, Series>; snapshots: Map<number, Float32Array> }

/** Numbers in [0, 1) that are the same on every machine. Source: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value))

export interface Shape { memorization: number; generalization: number; last: number; steps: number[]; weightDecay: number; seed: number }

/** Curves that look like a run that memorizes, waits and groks; noise of a few per cent. */
export function grokkingSeries({ memorization, generalization, steps, weightDecay, seed }: Shape): Map<string, Series> {
  const random = seededRandom(seed)
  const noise = () => Math.exp((random() - 0.5) * 0.25)
  const learned = (step: number) => sigmoid((Math.log(step + 1) - Math.log(memorization)) * 5)
  const grokked = (step: number) => sigmoid((Math.log(step + 1) - Math.log(generalization)) * 14)
  const curve = (value: (step: number) => number): Series => ({ steps: Float64Array.from(steps), values: Float64Array.from(steps, value) })
  return new Map(Object.entries({
    'train/loss': curve((step) => (4.7 * (1 - learned(step)) ** 2 + 2e-7 + 3e-4 * learned(step) * (1 - grokked(step)) ** 3) * noise()),
    'test/loss': curve((step) => (4.7 + 18 * learned(step) * (1 - grokked(step)) - 4.7 * grokked(step) + 3e-6) * noise()),
    'train/accuracy': curve((step) => Math.min(1, 0.01 + learned(step) * (0.995 + random() * 0.01))),
    'test/accuracy': curve((step) => Math.min(1, Math.max(0, 0.01 + 0.08 * learned(step) + 0.93 * grokked(step) + (random() - 0.5) * 0.03 * (1 - grokked(step))))),
    'weight-norm/total': curve((step) => 40 + 30 * learned(step) - weightDecay * 34 * grokked(step) + random()),
    'gradient-norm/total': curve((step) => (0.9 * (1 - learned(step)) + 0.002 + 0.05 * grokked(step) * (1 - grokked(step))) * noise() * noise()),
    'embedding/gini': curve((step) => 0.12 + 0.6 * grokked(step) + random() * 0.01)
  }))
}

/** Whole steps, `perDecade` of them evenly spaced on a log axis, step 0 first. */
export function logarithmicSteps(last: number, perDecade: number): number[] {
  const steps = new Set([0])
  for (let exponent = 0; 10 ** (exponent / perDecade) <= last; exponent++) steps.add(Math.round(10 ** (exponent / perDecade)))
  return [...steps.add(last)].sort((a, b) => a - b)
}

/** An embedding [p, d] that turns from noise into circles of a few key frequencies. */
export function circleEmbedding(p: number, d: number, order: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  const frequencies = [5, 17, 31, 44].map((frequency) => ((frequency + seed * 7) % Math.floor(p / 2)) + 1)
  const directions = frequencies.flatMap(() => [0, 1]).map(() => Float32Array.from({ length: d }, () => random() - 0.5))
  const data = new Float32Array(p * d)
  for (let token = 0; token < p; token++) for (let column = 0; column < d; column++) {
    let value = (random() - 0.5) * (1.1 - order)
    frequencies.forEach((frequency, index) => {
      const angle = (2 * Math.PI * frequency * token) / p
      const size = order * (1 - index * 0.18)
      value += size * (Math.cos(angle) * directions[index * 2][column] + Math.sin(angle) * directions[index * 2 + 1][column])
    })
    data[token * d + column] = value
  }
  return data
}

export interface SampleOptions {
  index: number
  weightDecay?: number
  seed?: number
  last?: number
  /** Measures at a fixed interval in place of the log-spaced schedule. */
  every?: number
  snapshots?: number
}

/** A whole finished run of the mainline's shape. */
export function sampleRun({ index, weightDecay = 1, seed = index, last = 40_000, every, snapshots = 0 }: SampleOptions): SampleRun {
  const random = seededRandom(index + 1)
  const memorization = Math.round(180 + random() * 60)
  const generalization = Math.round((6500 + random() * 3500) / Math.max(weightDecay, 0.25))
  const steps = every === undefined ? logarithmicSteps(last, 100) : Array.from({ length: Math.floor(last / every) + 1 }, (_, place) => place * every)
  const series = grokkingSeries({ memorization, generalization, last, steps, weightDecay, seed: index + 11 })
  const config = parseConfig({
    task: { kind: 'modular', operation: 'add', modulus: 113, trainFraction: 0.3 }, model: { kind: 'transformer' }, loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adamw', weightDecay }, seed, stop: { maximumSteps: last }
  })
  const record: RunRecord = {
    id: sampleId(index), name: `mainline wd ${weightDecay} seed ${seed}`, state: 'finished', config, preset: 'mainline', parent: null,
    createdAt: 1_790_000_000_000 + index * 60_000, startedAt: 1_790_000_000_000, endedAt: 1_790_000_900_000, trainingSeconds: 900, step: last,
    milestones: { memorization, generalization: generalization < last ? generalization : null }, series: summarize(series), tags: [], notes: '',
    starred: false, locked: false, deletedAt: null, environment: null, error: null
  }
  const kept = snapshots === 0 ? [] : logarithmicSteps(last, snapshots / 4.6)
  return {
    record, series,
    snapshots: new Map(kept.map((step) => [step, circleEmbedding(113, 128, sigmoid((Math.log(step + 1) - Math.log(generalization)) * 5), index)]))
  }
}

export function sampleId(index: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  return `run${[5, 4, 3, 2, 1, 0, 0].map((place, at) => letters[at === 6 ? 0 : Math.floor(index / 32 ** place) % 32]).join('')}`
}
