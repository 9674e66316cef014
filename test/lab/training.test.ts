import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildProgram } from '../../src-main/lab/program.ts'
import { loadBackend, type LoadedBackend } from '../../src-main/runtime/load.ts'
import { backends } from './backends.ts'
import { relativeError } from './derivatives.ts'

interface Trajectories {
  cases: { name: string; config: RunConfigInput; losses: { train: number[]; test: number[] } }[]
}

const read = (file: string): Trajectories => JSON.parse(readFileSync(new URL(`fixtures/${file}.json`, import.meta.url), 'utf8')) as Trajectories
const cases = ['training-trajectories', 'paper-trajectories', 'neuralgrok-trajectories'].flatMap((file) => read(file).cases)

describe.each(backends)('whole runs on %s', (backend) => {
  let loaded: LoadedBackend
  beforeAll(async () => { loaded = await loadBackend({ backend, threads: 1, xla: false }) })

  test.each(cases)('$name: every step follows PyTorch in float64, from the config alone', ({ config, losses }) => {
    const program = buildProgram(parseConfig({ ...config, measures: [] }))
    // As a run is trained: compiled on TensorFlow, op by op on the portable backend.
    const executor = loaded.execute(program.program)
    const test: number[] = []
    const train = losses.train.map((_, done) => {
      test.push(program.measure(executor, done)['test/loss'])
      return executor.run(program.trainFunction(done), program.trainFeeds(done)).loss[0]
    })
    expect(relativeError(train, losses.train)).toBeLessThan(5e-5)
    expect(relativeError(test, losses.test)).toBeLessThan(5e-5)
    executor.dispose()
    program.dispose()
  })
})
