import { constants, setPriority } from 'node:os'
import type { Executor } from '../../shared/program.ts'
import { applicationVersion } from '../../shared/version.ts'
import { buildMeasuring, type MeasuringProgram } from '../lab/measuring.ts'
import { loadBackend } from '../runtime/load.ts'
import type { TrainerChannel } from './channel.ts'
import { restoreState } from './checkpoint.ts'
import { failure, type Ending } from './failure.ts'
import type { Checkpoint, MeasureStart } from './protocol.ts'

interface Ready { program: MeasuringProgram; executor: Executor }

const progressIntervalMs = 200

/** Measures checkpoints one after the other, at a low priority: training beside it comes first. */
export class Measuring {
  /** Settles with what is to be said last. */
  readonly ended: Promise<Ending>
  readonly #channel: TrainerChannel
  readonly #ready: Promise<Ready>
  #settle: (ending: Ending) => void = () => undefined
  #progressMs = 0

  constructor(start: MeasureStart, channel: TrainerChannel) {
    this.#channel = channel
    this.ended = new Promise((resolve) => { this.#settle = resolve })
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
    this.#ready = this.#prepare(start)
    this.#ready.catch((error: unknown) => this.#settle(failure(error)))
  }

  /** Measures one checkpoint and answers it. */
  take(checkpoint: Checkpoint): void {
    this.#ready.then(({ program, executor }) => {
      restoreState(executor, program.program, checkpoint)
      const values = program.measure(executor, (fraction) => this.#tellProgress(checkpoint.step, fraction))
      this.#channel.send({ kind: 'measured', step: checkpoint.step, values })
    }).catch((error: unknown) => this.#settle(failure(error)))
  }

  stop(): void {
    this.#settle({ kind: 'ended', status: 'finished', step: 0, error: null })
  }

  async #prepare({ config, names, backend, threads, runtimeFolder, last }: MeasureStart): Promise<Ready> {
    this.#channel.send({ kind: 'preparing', message: 'loading the backend' })
    // Functions that only look are never compiled through XLA.
    const loaded = await loadBackend({ backend, threads, runtimeFolder, xla: false })
    this.#channel.send({ kind: 'preparing', message: 'compiling the measures' })
    const program = buildMeasuring(config, names)
    const executor = loaded.execute(program.program)
    restoreState(executor, program.program, last)
    program.prepare(executor)
    this.#channel.send({ kind: 'measuring', environment: { ...loaded.environment, application: applicationVersion }, series: [...program.series] })
    return { program, executor }
  }

  #tellProgress(step: number, fraction: number): void {
    if (performance.now() - this.#progressMs < progressIntervalMs) return
    this.#progressMs = performance.now()
    this.#channel.send({ kind: 'measure-progress', step, fraction })
  }
}
