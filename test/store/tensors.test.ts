import { describe, expect, it } from 'vitest'
import { checkpoint, codeOf, create, curve, embedding, failureOf, open, temporaryFolder } from './fixtures.ts'

describe('snapshots', () => {
  it('are listed by tensor with their steps, and come back bit for bit', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    const { id } = create(store)
    const odd = { tensor: 'a/b "c"', step: 5, shape: [3], data: Float32Array.of(NaN, -Infinity, 1e-45) }
    store.write(id, { snapshots: [embedding(200), embedding(0), odd] })
    store.close()
    const again = open(folder)
    expect(again.listSnapshots(id)).toEqual([
      { tensor: 'a/b "c"', steps: Float64Array.of(5), shape: [3] }, { tensor: 'embedding', steps: Float64Array.of(0, 200), shape: [6, 2] }
    ])
    expect(again.readSnapshot(id, 'embedding', 200)).toEqual(embedding(200))
    expect(again.readSnapshot(id, 'a/b "c"', 5)).toEqual(odd)
  })

  it('that are missing or do not fit their shape are refused', () => {
    const store = open()
    const { id } = create(store)
    expect(codeOf(() => store.readSnapshot(id, 'embedding', 0))).toBe('snapshot/missing')
    expect(codeOf(() => store.write(id, { points: [curve('loss', 3)], snapshots: [{ ...embedding(0), shape: [5, 2] }] }))).toBe('request/invalid')
    expect(store.listSeries(id)).toEqual([])
  })
})

describe('checkpoints', () => {
  it('come back bit for bit: at a step, or the last', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { checkpoints: [checkpoint(100), checkpoint(10)] })
    expect(store.listCheckpoints(id)).toEqual([10, 100])
    expect([store.readCheckpoint(id, 10), store.readCheckpoint(id)]).toEqual([checkpoint(10), checkpoint(100)])
  })

  it('that are missing are refused, naming the nearest', () => {
    const store = open()
    const { id } = create(store)
    expect(failureOf(() => store.readCheckpoint(id)).message).toContain('no checkpoint yet')
    store.write(id, { checkpoints: [checkpoint(10), checkpoint(100)] })
    expect(failureOf(() => store.readCheckpoint(id, 70))).toMatchObject({ code: 'checkpoint/missing', message: expect.stringContaining('step 100') })
  })

  it('made for resuming only give way to the next', () => {
    const store = open()
    const { id } = create(store)
    for (const [step, rolling] of [[10, false], [12, true], [14, true], [20, false], [25, true]] as const) {
      store.write(id, { checkpoints: [checkpoint(step, { rolling })] })
    }
    expect(store.listCheckpoints(id)).toEqual([10, 20, 25])
  })
})

describe('history', () => {
  it('goes with a fork up to its checkpoint', () => {
    const store = open()
    const [parent, fork] = [create(store), create(store)]
    for (let from = 0; from < 9000; from += 60) store.write(parent.id, { points: [curve('loss', 60, { from }), curve('accuracy', 60, { from })] })
    const checkpoints = [checkpoint(1000), checkpoint(5000), checkpoint(8000)]
    store.write(parent.id, { snapshots: [embedding(0), embedding(5000), embedding(6000)], checkpoints })
    store.copyHistory(parent.id, fork.id, 5000)
    expect(store.readSeries(fork.id, { names: ['accuracy'] })[0].values).toEqual(store.readSeries(parent.id, { names: ['accuracy'], toStep: 5000 })[0].values)
    expect(store.listSnapshots(fork.id)).toEqual([{ tensor: 'embedding', steps: Float64Array.of(0, 5000), shape: [6, 2] }])
    expect([store.listCheckpoints(fork.id), store.readCheckpoint(fork.id)]).toEqual([[5000], checkpoint(5000)])
    store.write(fork.id, { points: [curve('loss', 5, { from: 5001 })] })
    expect(store.listSeries(fork.id)).toMatchObject([{ count: 5006 }, { count: 5001 }])
    expect(store.check()).toEqual([])
  })

  it('is not copied without the checkpoint', () => {
    const store = open()
    const [parent, fork] = [create(store), create(store)]
    store.write(parent.id, { points: [curve('loss', 60)], checkpoints: [checkpoint(10)] })
    expect(codeOf(() => store.copyHistory(parent.id, fork.id, 50))).toBe('checkpoint/missing')
    expect(store.listSeries(fork.id)).toEqual([])
  })

  it('after a step is dropped with its snapshots and checkpoints', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { snapshots: [embedding(0), embedding(50), embedding(51)], checkpoints: [checkpoint(10), checkpoint(50), checkpoint(90)] })
    store.truncate(id, 50)
    expect([[...store.listSnapshots(id)[0].steps], store.listCheckpoints(id)]).toEqual([[0, 50], [10, 50]])
    expect(store.check()).toEqual([])
  })
})
