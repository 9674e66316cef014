import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { gatherRows } from '../../src-main/lab/primitives/gather.ts'
import type { Executor, Program } from '../../shared/program.ts'
import { loadBackend } from '../../src-main/runtime/load.ts'
import { compile } from '../../src-main/runtime/compiled-executor.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'


/** Gradient descent on ‖w − target‖² with a fed rate, and a counter beside it. */
function descent(): Program {
  const target = tf.tensor1d([3, -1])
  return {
    state: {
      weight: { shape: [2], dtype: 'float32', initial: Float32Array.of(0, 0) },
      count: { shape: [], dtype: 'int32', initial: Int32Array.of(0) }
    },
    functions: {
      step: {
        feeds: { rate: { shape: [], dtype: 'float32' } },
        run({ weight, count }, { rate }) {
          const loss = (w: tf.Tensor) => tf.sum(tf.square(tf.sub(w, target)))
          return {
            outputs: { loss: loss(weight) },
            state: { weight: tf.sub(weight, tf.mul(rate, tf.grad(loss)(weight))), count: tf.add(count, tf.scalar(1, 'int32')) }
          }
        }
      },
      look: { feeds: { rows: { shape: [3], dtype: 'int32' } }, run: ({ weight }, { rows }) => ({ outputs: { chosen: gatherRows(weight, rows as tf.Tensor1D) } }) }
    }
  }
}

beforeAll(async () => { await loadBackend({ backend: 'tensorflow', threads: 1, xla: false }) })

describe.each([['compiled', compile], ['eager', runEagerly]] as const)('a program that is %s', (_name, execute) => {
  const open = (): Executor => execute(descent())

  it('keeps its state between calls and reads feeds anew at each', () => {
    const executor = open()
    const losses = [0.25, 0.5].map((rate) => executor.run('step', { rate: Float32Array.of(rate) }).loss[0])
    expect(losses).toEqual([10, 2.5])
    expect([...executor.readState().weight]).toEqual([3, -1])
    expect([...executor.readState().count]).toEqual([2])
    executor.dispose()
  })

  it('leaves the state alone in a function that returns none', () => {
    const executor = open()
    executor.run('step', { rate: Float32Array.of(0.25) })
    expect([...executor.run('look', { rows: Int32Array.of(1, 0, 1) }).chosen]).toEqual([-0.5, 1.5, -0.5])
    expect([...executor.readState().count]).toEqual([1])
    executor.dispose()
  })

  it('goes on from a state that is written', () => {
    const executor = open()
    executor.writeState({ weight: Float32Array.of(3, 0), count: Int32Array.of(7) })
    expect(executor.run('step', { rate: Float32Array.of(0.5) }).loss[0]).toBe(1)
    expect([...executor.readState().count]).toEqual([8])
    executor.dispose()
  })

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors
    const executor = open()
    const opened = tf.memory().numTensors
    for (let step = 0; step < 5; step++) executor.run('step', { rate: Float32Array.of(0.1) })
    expect(tf.memory().numTensors).toBe(opened)
    executor.dispose()
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1)
  })
})

describe('tracing', () => {
  it('refuses a function that reads a value on the host, since the value would be frozen', () => {
    const program = descent()
    program.functions.step = { feeds: {}, run: ({ weight }) => ({ outputs: { frozen: tf.scalar(weight.dataSync()[0]) } }) }
    expect(() => compile(program)).toThrow('must not read values')
  })

  it('names a function that does not exist', () => {
    expect(() => compile(descent()).run('dance', {})).toThrow('no function dance')
  })
})
