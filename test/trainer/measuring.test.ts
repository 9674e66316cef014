import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { measureCatalogue, type MeasureName } from '../../shared/catalogue/measures.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { defaultRuntimeFolder } from '../../src-main/runtime/folder.ts'
import type { Checkpoint, FromTrainer, ToTrainer } from '../../src-main/trainer/protocol.ts'
import { quickConfig, trainToEnd } from './trainer-process.ts'

const config = {
  task: { kind: 'modular', operation: 'add', modulus: 11, trainFraction: 0.6 },
  model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 10 },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'adamw', learningRate: 5e-3 },
  schedule: { measure: { kind: 'every', steps: 50 }, checkpoint: { kind: 'every', steps: 50 } },
  stop: { maximumSteps: 100 }
}

/** A real process that measures. */
class Measurer {
  readonly child: ChildProcess
  readonly exited: Promise<unknown>
  readonly #messages: FromTrainer[] = []
  #wake: () => void = () => undefined

  constructor() {
    this.child = fork(path.join(import.meta.dirname, '../../src-main/trainer/main.ts'), [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    this.exited = once(this.child, 'exit')
    this.child.on('message', (message) => {
      this.#messages.push(message as FromTrainer)
      this.#wake()
    })
  }

  start(raw: unknown, names: MeasureName[], last: Checkpoint, backend: 'tensorflow' | 'portable' = 'tensorflow'): void {
    this.send({ kind: 'measure', config: parseConfig(raw), names, backend, threads: 1, runtimeFolder: defaultRuntimeFolder(), last })
  }

  send(message: ToTrainer): void { this.child.send(message) }

  /** The next message of a kind; those before it are dropped. */
  async next<K extends FromTrainer['kind']>(kind: K): Promise<Extract<FromTrainer, { kind: K }>> {
    for (;;) {
      const message = this.#messages.shift()
      if (message?.kind === kind) return message as Extract<FromTrainer, { kind: K }>
      if (message === undefined) await new Promise<void>((resolve) => { this.#wake = resolve })
    }
  }

  async measure(checkpoint: Checkpoint): Promise<{ step: number; values: Record<string, number> }> {
    this.send({ kind: 'measure-checkpoint', checkpoint })
    return this.next('measured')
  }
}

let checkpoints: Checkpoint[]
let open: Measurer[] = []
beforeAll(async () => {
  checkpoints = (await trainToEnd(config)).all('checkpoint').map(({ checkpoint }) => checkpoint)
})
afterEach(() => {
  for (const { child } of open) child.kill('SIGKILL')
  open = []
})
function measurer(): Measurer {
  const created = new Measurer()
  open.push(created)
  return created
}

describe('a process that measures', () => {
  const series = ['hessian-eigenvalue/embedding', 'hessian-eigenvalue/first-weights']

  it('names its series, measures each checkpoint that it is sent, and ends when told', async () => {
    const process = measurer()
    process.start(config, ['hessian-eigenvalues'], checkpoints[checkpoints.length - 1])
    expect(await process.next('measuring')).toMatchObject({ series, environment: { backend: 'tensorflow', xla: false } })
    const first = await process.measure(checkpoints[0])
    expect(first.step).toBe(0)
    expect(Object.keys(first.values)).toEqual(series)
    for (const value of Object.values(first.values)) expect(value).toBeGreaterThan(0)
    const last = await process.measure(checkpoints[checkpoints.length - 1])
    expect(last.values).not.toEqual(first.values)
    expect((await process.measure(checkpoints[0])).values).toEqual(first.values)
    process.send({ kind: 'stop' })
    expect(await process.next('ended')).toMatchObject({ status: 'finished', error: null })
    expect(await process.exited).toEqual([0, null])
  })

  it('computes several measures at once, in the order of the catalogue', async () => {
    const process = measurer()
    const last = checkpoints[checkpoints.length - 1]
    process.start(config, ['progress-measures', 'ranks', 'hessian-eigenvalues'], last)
    const { series: all } = await process.next('measuring')
    expect(all).toEqual((['hessian-eigenvalues', 'ranks', 'progress-measures'] as const).flatMap((name) => measureCatalogue[name].series))
    const { values } = await process.measure(last)
    expect(Object.keys(values)).toEqual(all)
    expect(values).toMatchObject({ 'rank/embedding': 6, 'rank/first-weights': 10, 'rank/product': 6 })
    expect(values['restricted-loss/train']).toBeGreaterThan(0)
  })

  it('comes to the same on the portable backend', async () => {
    const [compiled, portable] = [measurer(), measurer()]
    compiled.start(config, ['hessian-eigenvalues'], checkpoints[1])
    portable.start(config, ['hessian-eigenvalues'], checkpoints[1], 'portable')
    const [a, b] = await Promise.all([compiled.measure(checkpoints[1]), portable.measure(checkpoints[1])])
    for (const name of series) expect(b.values[name] / a.values[name]).toBeCloseTo(1, 3)
  })

  it('says what is wrong where the model or the checkpoint does not fit', async () => {
    const unfit = measurer()
    unfit.start(quickConfig, ['hessian-eigenvalues'], checkpoints[0])
    expect(await unfit.next('ended')).toMatchObject({ status: 'failed', error: { code: 'measure/unfit', message: expect.stringContaining('embedding') as string } })
    const other = measurer()
    other.start({ ...config, model: { ...config.model, hiddenWidth: 11 } }, ['hessian-eigenvalues'], checkpoints[0])
    expect(await other.next('ended')).toMatchObject({ status: 'failed', error: { code: 'run/state' } })
    await Promise.all([unfit.exited, other.exited])
  })

  it('ends by itself when nobody listens any more', async () => {
    const process = measurer()
    process.start(config, ['hessian-eigenvalues'], checkpoints[0])
    await process.next('measuring')
    process.child.disconnect()
    expect(await process.exited).toEqual([0, null])
  })
})
