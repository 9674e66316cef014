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

  constructor(store: RunStore) {
    this.#store = store
  }

  note(run: RunRecord, stepsPerSecond: number | null): void {
    if (stepsPerSecond !== null && stepsPerSecond > 0) this.#speeds.set(costKey(run), stepsPerSecond)
  }

  /** Seconds that the rest of a run will take at most; null where no run of its kind was timed in this session. */
  secondsFor(runId: string): number | null {
    const run = this.#store.getRun(runId)
    const speed = this.#speeds.get(costKey(run))
    return speed === undefined ? null : Math.max(0, run.config.stop.maximumSteps - run.step) / speed
  }
}
