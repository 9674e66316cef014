import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { lossSchema } from '../../shared/catalogue/losses/index.ts'
import { modelSchema } from '../../shared/catalogue/models/index.ts'
import { taskSchema, taskShape } from '../../shared/catalogue/tasks/index.ts'
import { batchRule } from '../../src-main/lab/batches.ts'
import { buildNetwork } from '../../src-main/lab/network.ts'

const network = buildNetwork(
  v.parse(v.object({ model: modelSchema, loss: lossSchema }), { model: { kind: 'mlp-embedding', embeddingWidth: 4, hiddenWidth: 4 }, loss: { kind: 'cross-entropy' } }),
  taskShape(v.parse(taskSchema, { kind: 'modular', modulus: 11 })))

function orderOf(trainSize = 100, size = 30, seed = 1, lastBatch: 'drop' | 'keep' = 'drop'): (done: number) => number[] {
  const rule = batchRule({ kind: 'minibatch', size, lastBatch }, trainSize, { seed, network })
  return (done) => [...rule.hostFeeds(done).indices]
}
const indicesOf = (done: number, seed = 1, trainSize = 100, size = 30): number[] => orderOf(trainSize, size, seed)(done)

describe('minibatches', () => {
  test('a full batch has no order', () => {
    const rule = batchRule({ kind: 'full' }, 100, { seed: 1, network })
    expect([rule.feeds, rule.hostFeeds(3)]).toEqual([[{}], {}])
  })

  test('an epoch sees no example twice and drops the short rest', () => {
    const epoch = [0, 1, 2].flatMap((done) => indicesOf(done))
    expect(new Set(epoch).size).toBe(90)
    expect(Math.min(...epoch)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...epoch)).toBeLessThan(100)
  })

  test('an epoch whose short rest is kept sees every example once, in one step more', () => {
    const order = orderOf(100, 30, 1, 'keep')
    expect([0, 1, 2, 3, 4].map((done) => order(done).length)).toEqual([30, 30, 30, 10, 30])
    expect([0, 1, 2, 3].flatMap(order).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    expect([0, 1, 2].map(order)).toEqual([0, 1, 2].map((done) => indicesOf(done)))
  })

  test('a kept rest has a function of its own; without a rest there is one', () => {
    const shapes = (trainSize: number) => {
      const rule = batchRule({ kind: 'minibatch', size: 30, lastBatch: 'keep' }, trainSize, { seed: 1, network })
      return [rule.feeds.map(({ indices }) => indices.shape[0]), Array.from({ length: 5 }, (_, done) => rule.feedsAt(done))]
    }
    expect(shapes(100)).toEqual([[30, 10], [0, 0, 0, 1, 0]])
    expect(shapes(90)).toEqual([[30], [0, 0, 0, 0, 0]])
  })

  test('each epoch is shuffled anew', () => {
    expect(indicesOf(3)).not.toEqual(indicesOf(0))
  })

  test('are a pure function of seed and step: a resumed run sees what an uninterrupted one does', () => {
    const order = orderOf()
    for (let done = 0; done < 10; done++) expect(order(done)).toEqual(indicesOf(done))
    expect(indicesOf(7, 2)).not.toEqual(indicesOf(7, 1))
  })

  test('may be as large as the training set', () => {
    expect(indicesOf(5, 1, 30, 30).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i))
  })
})
