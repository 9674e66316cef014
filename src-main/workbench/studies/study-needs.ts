import type { MatchedRun } from './plan.ts'

/** Which configs each study was found to need, at every scale and number of seeds that was asked for: by them it is known whom a run concerns. */
export class StudyNeeds {
  readonly #needs = new Map<string, Map<string, ReadonlySet<string>>>()

  /** Notes what a study needs; the config of a run that uses another is known only once that one is trained. */
  note(study: string, choice: string, matched: readonly MatchedRun[]): void {
    const ofStudy = this.#needs.get(study) ?? new Map<string, ReadonlySet<string>>()
    this.#needs.set(study, ofStudy.set(choice, new Set(matched.map(({ planned }) => planned.canonical))))
  }

  /** Names of the studies that need a run with one of these configs. */
  studiesWith(canonicals: readonly string[]): string[] {
    const isConcerned = (needs: Iterable<ReadonlySet<string>>) => [...needs].some((needed) => canonicals.some((canonical) => needed.has(canonical)))
    return [...this.#needs].filter(([, ofStudy]) => isConcerned(ofStudy.values())).map(([study]) => study)
  }
}
