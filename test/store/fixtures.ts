import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { RunConfig } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { GrokscopeError, type ErrorCode } from '../../shared/errors.ts'
import type { RunRecord } from '../../shared/run.ts'
import { openStore, type OpenOptions } from '../../src-main/store/open.ts'
import type { NewRun, RunStore } from '../../src-main/store/run-store.ts'
import type { Checkpoint, SeriesPoints, Snapshot } from '../../src-main/trainer/protocol.ts'

export const config: RunConfig = parseConfig({
  task: { kind: 'modular', operation: 'add', modulus: 97 }, model: { kind: 'quadratic-mlp' }, loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw' }
})

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0).reverse()) clean()
})

/** A new folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-store-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A store that is closed after the test. */
export function open(folder: string = temporaryFolder(), options: OpenOptions = {}): RunStore {
  const store = openStore(folder, options)
  cleanups.push(() => store.close())
  return store
}

export function create(store: RunStore, changes: Partial<NewRun> = {}): RunRecord {
  return store.createRun({ name: 'a run', config, preset: null, parent: null, tags: [], ...changes })
}

/** Points at steps `from` … `from + count − 1`. */
export function curve(name: string, count: number, { from = 0, value = (step: number): number => Math.sin(step / 50) * step } = {}): SeriesPoints {
  const steps = Float64Array.from({ length: count }, (_, index) => from + index)
  return { name, steps, values: steps.map(value) }
}

export function embedding(step: number, size = 6): Snapshot {
  return { tensor: 'embedding', step, shape: [size, 2], data: Float32Array.from({ length: 2 * size }, (_, index) => step + index / 7) }
}

export function checkpoint(step: number, { rolling = false } = {}): Checkpoint {
  return {
    step,
    header: { formatVersion: 1, backend: 'portable', rolling, milestones: { memorization: 5, generalization: null }, trainingSeconds: 1.25 },
    tensors: [
      { name: 'weights', shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4, 5, step) },
      { name: 'order', shape: [4], dtype: 'int32', data: Int32Array.of(3, -1, 2, step) },
      { name: 'empty', shape: [0], dtype: 'float32', data: new Float32Array(0) }
    ]
  }
}

/** The code that `action` fails with; fails the test where it does not. */
export function codeOf(action: () => unknown): ErrorCode {
  return failureOf(action).code
}

/** The failure that `action` ends with. */
export function failureOf(action: () => unknown): GrokscopeError {
  try {
    action()
  } catch (error) {
    if (error instanceof GrokscopeError) return error
    throw error
  }
  throw new Error('expected a GrokscopeError, but nothing was thrown')
}
