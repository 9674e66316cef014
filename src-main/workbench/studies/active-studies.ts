import type { ActiveChoice } from '../../../shared/studies/report.ts'

/** A study that computes: what was asked for, the runs that it waits for, and those of them that it has begun itself. */
export interface ActiveStudy extends ActiveChoice {
  runIds: ReadonlySet<string>
  begun: ReadonlySet<string>
}

/** The studies that compute, by their names. Two of them may wait for the same run. */
export class ActiveStudies {
  readonly #active = new Map<string, ActiveStudy>()

  get(name: string): ActiveStudy | undefined { return this.#active.get(name) }
  /** What was asked for of a study; null while it computes nothing. */
  choice(name: string): ActiveChoice | null {
    const active = this.#active.get(name)
    return active === undefined ? null : { scale: active.scale, seeds: active.seeds }
  }

  set(name: string, active: ActiveStudy): void { this.#active.set(name, active) }
  delete(name: string): void { this.#active.delete(name) }

  /** Names of the studies that wait for one of these runs. */
  waitingFor(runIds: readonly string[]): string[] {
    return [...this.#active].filter(([, active]) => runIds.some((runId) => active.runIds.has(runId))).map(([name]) => name)
  }

  /** Takes a study out and answers the runs that it has begun for itself alone: one that others wait for is theirs from now on. */
  end(name: string): string[] {
    const begun = [...this.#active.get(name)?.begun ?? []]
    this.#active.delete(name)
    return begun.filter((runId) => !this.#handOver(runId))
  }

  #handOver(runId: string): boolean {
    const heirs = [...this.#active].filter(([, { runIds }]) => runIds.has(runId))
    for (const [name, active] of heirs) this.#active.set(name, { ...active, begun: new Set([...active.begun, runId]) })
    return heirs.length > 0
  }
}
