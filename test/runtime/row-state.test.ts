import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Program } from '../../shared/program.ts'
import { gatherRows } from '../../src-main/lab/primitives/gather.ts'
import { registerGradients } from '../../src-main/lab/primitives/gradients.ts'
import { compile } from '../../src-main/runtime/compiled-executor.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { loadBackend } from '../../src-main/runtime/load.ts'

/** Writes a row and gives what stood there before, and the row after it. */
const program: Program = {
  state: { ring: { shape: [3, 2], dtype: 'float32', initial: Float32Array.of(1, 2, 3, 4, 5, 6), access: 'rows' } },
  functions: {
    put: {
      feeds: { row: { shape: [1], dtype: 'int32' }, next: { shape: [1], dtype: 'int32' }, values: { shape: [1, 2], dtype: 'float32' } },
      run: ({ ring }, { row, next, values }) => ({
        outputs: { before: gatherRows(ring, row as tf.Tensor1D), other: gatherRows(ring, next as tf.Tensor1D) },
        rows: { ring: { row, values: tf.mul(values, 1) } }
      })
    }
  }
}

describe.each(['compiled', 'eager', 'portable'] as const)('state that is changed by rows, %s', (how) => {
  beforeAll(async () => {
    await loadBackend({ backend: how === 'portable' ? 'portable' : 'tensorflow', threads: 1, xla: false })
    registerGradients()
  })

  test('reads the old row before it writes the new one, and leaves the others', () => {
    const executor = how === 'compiled' ? compile(program) : runEagerly(program)
    const put = (row: number, ...values: number[]) => {
      const { before, other } = executor.run('put', { row: Int32Array.of(row), next: Int32Array.of((row + 1) % 3), values: Float32Array.from(values) })
      return [[...before], [...other]]
    }
    expect(put(1, 7, 8)).toEqual([[3, 4], [5, 6]])
    expect(put(1, 9, 10)).toEqual([[7, 8], [5, 6]])
    expect(put(0, 0, 0)).toEqual([[1, 2], [9, 10]])
    expect([...executor.readState().ring]).toEqual([0, 0, 9, 10, 5, 6])
    executor.writeState({ ring: Float32Array.of(1, 1, 2, 2, 3, 3) })
    expect(put(2, 4, 4)).toEqual([[3, 3], [1, 1]])
    executor.dispose()
  })
})
