import type { RunRecord } from '../../shared/run.ts'
import type { RunStore } from '../store/run-store.ts'

/** What decides a step's cost. */
interface Cost {
  /** Runs that agree in it train at the same speed. */
  exact: string
  /** Runs that agree in it do the same work, on other examples or with other numbers: at a speed that is alike. */
  alike: string
}

function costOf({ config: { task, model, batch, optimizer, interventions } }: RunRecord): Cost {
  const exact = JSON.stringify([task, model, batch, optimizer.kind, interventions])
  return { exact, alike: JSON.stringify([task.kind, model, batch, optimizer.kind, interventions.map(({ kind }) => kind)]) }
}

/** Steps per second by kind of run, learned from runs on this machine; estimates runs that have not begun. */
export class SpeedBook {
  readonly #store: Pick<RunStore, 'getRun'>
  /** By what is alike, then by what is exact. */
  readonly #speeds = new Map<string, Map<string, number>>()
  /** What a run that waits has before it: its steps stay what they are until it trains. */
  readonly #ahead = new Map<string, { cost: Cost; steps: number }>()

  constructor(store: Pick<RunStore, 'getRun'>) {
    this.#store = store
  }

  /** Takes the speed of a run that trains, or has trained. */
  note(run: RunRecord, stepsPerSecond: number | null): void {
    this.#ahead.delete(run.id)
    if (stepsPerSecond === null || stepsPerSecond <= 0) return
    const { exact, alike } = costOf(run)
    const speeds = this.#speeds.get(alike) ?? new Map<string, number>()
    this.#speeds.set(alike, speeds.set(exact, stepsPerSecond))
  }

  /**
   * Seconds that the rest of a run will take at most: at the speed of runs that cost the same, else at the slowest of those that are alike.
   * Null where none was timed in this session.
   */
  secondsFor(runId: string): number | null {
    const { cost, steps } = this.#lookAhead(runId)
    const speeds = this.#speeds.get(cost.alike)
    return speeds === undefined ? null : steps / (speeds.get(cost.exact) ?? Math.min(...speeds.values()))
  }

  #lookAhead(runId: string): { cost: Cost; steps: number } {
    const known = this.#ahead.get(runId)
    if (known !== undefined) return known
    const run = this.#store.getRun(runId)
    const ahead = { cost: costOf(run), steps: Math.max(0, run.config.stop.maximumSteps - run.step) }
    this.#ahead.set(runId, ahead)
    return ahead
  }
}
