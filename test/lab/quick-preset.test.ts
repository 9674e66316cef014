import { beforeAll, describe, expect, test } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildProgram } from '../../src-main/lab/program.ts'
import { loadBackend, type LoadedBackend } from '../../src-main/runtime/load.ts'

describe('the quick preset', () => {
  let loaded: LoadedBackend
  beforeAll(async () => { loaded = await loadBackend({ backend: 'tensorflow', threads: 0, xla: false }) })

  test.each([0, 1, 2])('seed %d memorizes near step 28 and generalizes fully within 100 steps, as Doshi’s notebook does', (seed) => {
    const { config } = presets.find(({ name }) => name === 'quick')!
    const program = buildProgram(parseConfig({ ...config, seed, measures: [] }))
    const executor = loaded.execute(program.program)
    const trainTo = (from: number, to: number) => {
      for (let done = from; done < to; done++) executor.run('train', program.trainFeeds(done))
      return program.measure(executor, 0)
    }
    expect(trainTo(0, 20)['test/accuracy']).toBeLessThan(0.1)
    expect(trainTo(20, 36)['train/accuracy']).toBe(1)
    const end = trainTo(36, 100)
    expect([end['train/accuracy'], end['test/accuracy']]).toEqual([1, 1])
    expect(end['train/loss']).toBeLessThan(2e-3)
    expect(end['test/loss']).toBeLessThan(2e-3)
    executor.dispose()
    program.dispose()
  })
})
