import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Program } from '../../shared/program.ts'
import { onTensorFlow, tensorFlowOperation } from '../../src-main/lab/primitives/tensorflow-operation.ts'
import { loadBackend, type LoadedBackend } from '../../src-main/runtime/load.ts'

const numbers = 2 ** 16
let backend: LoadedBackend
beforeAll(async () => { backend = await loadBackend({ backend: 'tensorflow', threads: 2, xla: true }) })

/** Looks up every number among the bounds, with one step of XLA before and after. */
function search(bounds: number): Program {
  const row = (values: tf.Tensor): tf.Tensor => tf.reshape(values, [1, values.size])
  return {
    state: {
      x: { shape: [numbers], dtype: 'float32', initial: new Float32Array(numbers) },
      bounds: { shape: [bounds], dtype: 'float32', initial: new Float32Array(bounds) },
      found: { shape: [numbers], dtype: 'int32', initial: new Int32Array(numbers) }
    },
    functions: {
      find: {
        feeds: {},
        run({ x, bounds: sorted }) {
          const found = tensorFlowOperation('UpperBound', { T: 'float32', out_type: 'int32' }, [row(tf.mul(sorted, 1)), row(tf.mul(x, 1))])
          return { outputs: { done: tf.zeros([1]) }, state: { found: tf.reshape(found, [numbers]) } }
        }
      }
    }
  }
}

function onHost(bounds: Float32Array, value: number): number {
  const above = bounds.findIndex((bound) => bound > value)
  return above < 0 ? bounds.length : above
}

/** Uniform in −1 … 1, always the same. */
function uniform(count: number, seed = 1): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  })
}

/** Numbers that begin 64 parts of each octave below 2⁴, 24 of them, and their neighbours below. */
function partsOfOctaves(): number[] {
  const bits = Int32Array.from({ length: 64 * 24 }, (_, i) => ((127 + 4) << 23) - (i << 17))
  const below = bits.map((value) => value - 1)
  return [...new Float32Array(bits.buffer), ...new Float32Array(below.buffer)].flatMap((value) => [value, -value])
}

const sorted = (values: readonly number[]): Float32Array => Float32Array.from(values).sort()
const spread = uniform(255).map((value) => value * 0.3)
const lists: Record<string, number[]> = {
  'spread out': spread,
  'of every size': uniform(255).map((value, i) => value * 10 ** (-20 + (i % 30))),
  'in one cell': uniform(255).map((value) => 0.01 + value * 1e-6),
  'equal': [...Array<number>(100).fill(0.125), ...Array<number>(55).fill(-0.125), ...Array<number>(100).fill(0)],
  'where cells begin': partsOfOctaves().filter((_, i) => i % 24 < 4).slice(0, 255),
  'at the far end': [...spread.slice(0, 55), ...Array<number>(200).fill(1e6)]
}

describe('a search among bounds, compiled by XLA', () => {
  it('runs on TensorFlow', () => { expect(onTensorFlow()).toBe(true) })

  const far = [Infinity, -Infinity, 1e6, -1e6, 3e38]
  const largest: Record<string, number> = { 'without end': Infinity, 'up to 16': 16, 'up to 0.3': 0.3, 'up to 1e-6': 1e-6 }
  const both = Object.keys(lists).flatMap((list) => Object.keys(largest).map((size) => [list, size]))

  it.each(both)('finds what a search on the host finds, bounds %s and numbers %s', (list, size) => {
    const bounds = sorted(lists[list])
    const special = [0, -0, 2e-38, -2e-38, ...far, ...bounds, ...partsOfOctaves()].filter((value) => Math.abs(value) <= largest[size])
    const scale = Math.min(1, largest[size])
    const x = Float32Array.from([...special, ...uniform(numbers - special.length, 7).map((value, i) => scale * value * 10 ** -(i % 12))])
    const executor = backend.execute(search(bounds.length))
    executor.writeState({ x, bounds, found: new Int32Array(numbers) })
    executor.run('find', {})
    const { found } = executor.readState()
    const wrong = [...x].findIndex((value, i) => found[i] !== onHost(bounds, value))
    expect(wrong < 0 ? null : { value: x[wrong], found: found[wrong], expected: onHost(bounds, x[wrong]) }).toBe(null)
    executor.dispose()
  })
})
