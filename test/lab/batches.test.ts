import { describe, expect, test } from 'vitest'
import { batchOrder } from '../../src-main/lab/batches.ts'

function indicesOf(done: number, seed = 1, trainSize = 100, size = 30): number[] {
  const order = batchOrder({ kind: 'minibatch', size }, trainSize, seed)
  if (order === null) throw new Error('expected minibatches')
  return [...order.indices(done)]
}

describe('minibatches', () => {
  test('a full batch has no order', () => {
    expect(batchOrder({ kind: 'full' }, 100, 1)).toBeNull()
  })

  test('an epoch sees no example twice and drops the short rest', () => {
    const epoch = [0, 1, 2].flatMap((done) => indicesOf(done))
    expect(new Set(epoch).size).toBe(90)
    expect(Math.min(...epoch)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...epoch)).toBeLessThan(100)
  })

  test('each epoch is shuffled anew', () => {
    expect(indicesOf(3)).not.toEqual(indicesOf(0))
  })

  test('are a pure function of seed and step: a resumed run sees what an uninterrupted one does', () => {
    const order = batchOrder({ kind: 'minibatch', size: 30 }, 100, 1)
    for (let done = 0; done < 10; done++) expect([...order!.indices(done)]).toEqual(indicesOf(done))
    expect(indicesOf(7, 2)).not.toEqual(indicesOf(7, 1))
  })

  test('may be as large as the training set', () => {
    expect(indicesOf(5, 1, 30, 30).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i))
  })
})
