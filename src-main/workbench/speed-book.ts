import type { RunRecord } from '../../shared/run.ts'
import type { RunStore } from '../store/run-store.ts'

/** What decides a step's cost: runs that agree in it train at the same speed. */
function costKey({ config }: RunRecord): string {
  return JSON.stringify([config.task, config.model, config.batch, config.optimizer.kind, config.interventions])
}

/** Steps per second by kind of run, learned from runs on this machine; estimates runs that have not begun. */
export class SpeedBook {
  readonly #store: RunStore
  readonly #speeds = new Map<string, number>()
  /** What a run that waits has before it: its steps stay what they are until it trains. */
  readonly #ahead = new Map<string, { cost: string; steps: number }>()

  constructor(store: RunStore) {
    this.#store = store
  }

  /** Takes the speed of a run that trains, or has trained. */
  note(run: RunRecord, stepsPerSecond: number | null): void {
    this.#ahead.delete(run.id)
    if (stepsPerSecond !== null && stepsPerSecond > 0) this.#speeds.set(costKey(run), stepsPerSecond)
  }

  /** Seconds that the rest of a run will take at most; null where no run of its kind was timed in this session. */
  secondsFor(runId: string): number | null {
    const { cost, steps } = this.#lookAhead(runId)
    const speed = this.#speeds.get(cost)
    return speed === undefined ? null : steps / speed
  }

  #lookAhead(runId: string): { cost: string; steps: number } {
    const known = this.#ahead.get(runId)
    if (known !== undefined) return known
    const run = this.#store.getRun(runId)
    const ahead = { cost: costKey(run), steps: Math.max(0, run.config.stop.maximumSteps - run.step) }
    this.#ahead.set(runId, ahead)
    return ahead
  }
}
