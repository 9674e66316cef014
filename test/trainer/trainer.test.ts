import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { quickConfig, trainToEnd, TrainerUnderTest } from './trainer-process.ts'

const transformer = {
  task: { kind: 'modular', operation: 'add', modulus: 17, trainFraction: 0.6 },
  model: { kind: 'transformer', width: 16, heads: 2, mlpWidth: 32 },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'adamw', learningRate: 5e-3, warmupSteps: 10 },
  schedule: { measure: { kind: 'every', steps: 25 }, checkpoint: { kind: 'every', steps: 500 } },
  stop: { maximumSteps: 2000 }
}

describe('a run from start to end', () => {
  it('says in order that it prepares, is ready, and has ended, and measures every scheduled step', async () => {
    const trainer = await trainToEnd(quickConfig)
    expect(trainer.messages.slice(0, 4).map(({ kind }) => kind)).toEqual(['preparing', 'preparing', 'preparing', 'ready'])
    expect(trainer.messages.at(-1)).toMatchObject({ kind: 'ended', status: 'finished', step: 200, error: null })
    expect(trainer.series('train/loss').map(([step]) => step)).toEqual(Array.from({ length: 201 }, (_, step) => step))
    expect(trainer.seriesNames()).toEqual(expect.arrayContaining(['test/accuracy', 'weight-norm/total', 'gradient-norm/total', 'embedding/gini']))
  })

  it('memorizes, generalizes and notes the steps', async () => {
    const trainer = await trainToEnd(quickConfig)
    const { milestones } = trainer.all('progress').at(-1) ?? { milestones: null }
    const firstAt = (name: string) => trainer.series(name).find(([, value]) => value >= 0.99)?.[0]
    expect(milestones).toEqual({ memorization: firstAt('train/accuracy'), generalization: firstAt('test/accuracy') })
    expect(milestones?.generalization).toBeGreaterThan(milestones?.memorization ?? Infinity)
  })

  it('keeps the embedding and checkpoints on their schedules, the last step included', async () => {
    const trainer = await trainToEnd({ ...quickConfig, stop: { maximumSteps: 110 } })
    expect(trainer.all('snapshot').map(({ snapshot }) => snapshot.step)).toEqual([0, 20, 40, 60, 80, 100, 110])
    expect(trainer.all('snapshot')[0].snapshot).toMatchObject({ tensor: 'embedding', shape: [23, 120] })
    const kept = trainer.all('checkpoint').filter(({ checkpoint }) => !checkpoint.header.rolling)
    expect(kept.map(({ checkpoint }) => checkpoint.step)).toEqual([0, 50, 100, 110])
  })

  it('sends the points up to a checkpoint before it', async () => {
    const trainer = await trainToEnd(quickConfig)
    for (const [index, message] of trainer.messages.entries()) {
      if (message.kind !== 'checkpoint') continue
      const before = trainer.messages.slice(0, index).flatMap((earlier) => (earlier.kind === 'points' ? [earlier.step] : []))
      expect(Math.max(...before)).toBe(message.checkpoint.step)
    }
  })

  it('stops a wished number of steps after generalization', async () => {
    const trainer = await trainToEnd({ ...quickConfig, stop: { maximumSteps: 5000, afterGeneralization: 30 } })
    const { milestones } = trainer.all('progress').at(-1) ?? { milestones: { generalization: null } }
    expect(trainer.all('ended')[0].step).toBe((milestones.generalization ?? 0) + 30)
  })
})

describe('exact resuming', () => {
  it.each([
    ['full batch', quickConfig],
    ['minibatch', { ...quickConfig, batch: { kind: 'minibatch', size: 64 } }],
    ['minibatch with its rest', { ...quickConfig, batch: { kind: 'minibatch', size: 90, lastBatch: 'keep' } }],
    ['a transformer through XLA', transformer]
  ])('ends with the same weights and curves, bit by bit, as a run that was not killed: %s', async (_name, config) => {
    const whole = await trainToEnd(config)
    expect(whole.all('ready')[0].environment.xla).toBe(config === transformer)
    const killed = new TrainerUnderTest(config)
    const { checkpoint } = await killed.until('checkpoint', (message) => message.checkpoint.step >= 50)
    killed.child.kill('SIGKILL')
    await killed.exited
    const resumed = await trainToEnd(config, { checkpoint })
    expect(resumed.all('checkpoint').at(-1)?.checkpoint.tensors).toEqual(whole.all('checkpoint').at(-1)?.checkpoint.tensors)
    for (const name of whole.seriesNames()) {
      const joined = [...whole.series(name, checkpoint.step), ...resumed.series(name)]
      expect(joined, name).toEqual(whole.series(name))
    }
    expect(resumed.all('progress').at(-1)?.milestones).toEqual(whole.all('progress').at(-1)?.milestones)
  })
})

describe('control', () => {
  const long = { ...quickConfig, stop: { maximumSteps: 1_000_000 }, schedule: { ...quickConfig.schedule, measure: { kind: 'logarithmic' }, snapshot: { kind: 'logarithmic' }, checkpoint: { kind: 'logarithmic' } } }

  it('pauses after a checkpoint, goes on, and stops when told', async () => {
    const trainer = new TrainerUnderTest(long)
    await trainer.until('progress', ({ step }) => step > 10)
    trainer.send({ kind: 'pause' })
    const { step } = await trainer.until('paused')
    expect(trainer.all('checkpoint').at(-1)?.checkpoint.step).toBe(step)
    const { length } = trainer.messages
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(trainer.messages.length).toBe(length)
    trainer.send({ kind: 'continue' })
    await trainer.until('progress', (message) => message.step > step + 10)
    trainer.send({ kind: 'stop' })
    expect(await trainer.until('ended')).toMatchObject({ status: 'stopped', error: null })
    await trainer.exited
  })

  it('stops out of a pause', async () => {
    const trainer = new TrainerUnderTest(long)
    await trainer.until('progress')
    trainer.send({ kind: 'pause' })
    await trainer.until('paused')
    trainer.send({ kind: 'stop' })
    expect(await trainer.until('ended')).toMatchObject({ status: 'stopped' })
    await trainer.exited
  })

  it('ends by itself when nobody listens any more', async () => {
    const trainer = new TrainerUnderTest(long)
    await trainer.until('progress')
    trainer.child.disconnect()
    expect(await trainer.exited).toEqual([0, null])
  })

  it('holds its memory over 10,000 steps', async () => {
    // The space for new objects of JavaScript would grow by tens of megabytes at a time that only V8 knows.
    const execArgv = ['--max-semi-space-size=1']
    const trainer = new TrainerUnderTest({ ...long, task: { ...long.task, modulus: 7 }, model: { kind: 'quadratic-mlp', hiddenWidth: 8 } }, { execArgv })
    const residentBytes = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(trainer.child.pid)], { encoding: 'utf8' })) * 1024
    await trainer.until('progress', ({ step }) => step > 2000)
    const early = residentBytes()
    await trainer.until('progress', ({ step }) => step > 12_000)
    expect(residentBytes() - early).toBeLessThan(4e6)
    trainer.child.kill('SIGKILL')
    await trainer.exited
  })
})

describe('divergence', () => {
  it('ends the run with the step and the tensor', async () => {
    const trainer = await trainToEnd({ ...quickConfig, optimizer: { kind: 'sgd', learningRate: 100, momentum: 0.9 } })
    const [ended] = trainer.all('ended')
    expect(ended).toMatchObject({ status: 'diverged', error: { code: 'trainer/diverged' } })
    expect(ended.error?.message).toMatch(/diverged at step \d+: .* the first that is not finite: (input-x|input-y|output|the logits)/)
    expect(ended.error?.step).toBe(ended.step)
  })
})

describe('a neural amplifier', () => {
  const amplifier = { kind: 'neural-amplifier', hiddenLayers: 1, hiddenWidth: 6, outerFraction: 0.05, pieces: 64 }
  const config = (fields: object) => ({
    ...quickConfig, interventions: [{ ...amplifier, ...fields }], stop: { maximumSteps: 20 },
    schedule: { measure: { kind: 'every', steps: 5 }, checkpoint: { kind: 'every', steps: 20 } }
  })
  const name = 'intervention/neural-amplifier/phi'
  const lastPhi = (trainer: TrainerUnderTest) => trainer.all('checkpoint').at(-1)?.checkpoint.tensors.find((tensor) => tensor.name === name)

  it('is trained with the run, and used by another as it was', async () => {
    const source = await trainToEnd(config({}))
    expect(source.seriesNames()).toEqual(expect.arrayContaining(['neural-amplifier/outer-loss', 'neural-amplifier/pieces']))
    const phi = lastPhi(source)
    if (phi === undefined) throw new Error('the checkpoint has no amplifier')
    const used = await trainToEnd(config({ weightsFrom: 'the-source' }), { given: [phi] })
    expect(lastPhi(used)?.data).toEqual(phi.data)
  })

  it('ends the run with what to raise where it has more pieces than room', async () => {
    const { messages } = await trainToEnd(config({ hiddenLayers: 2, hiddenWidth: 15, pieces: 16 }))
    expect(messages.at(-1)).toMatchObject({
      kind: 'ended', status: 'failed', error: { code: 'intervention/failed', message: expect.stringMatching(/raise its field pieces to at least/) as string }
    })
  })
})
