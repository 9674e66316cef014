import { canonicalConfig } from '../../../shared/config/canonical.ts'
import type { RunConfig } from '../../../shared/config/schema.ts'
import { checkConfig, parseConfig } from '../../../shared/config/validate.ts'
import { isTrained, type RunRecord, type RunState } from '../../../shared/run.ts'
import type { Study, StudyRun, StudyScale } from '../../../shared/studies/study.ts'

/** A run of a study with its defaults filled in. */
export interface PlannedRun extends Omit<StudyRun, 'config'> {
  config: RunConfig
}

/** A planned run and the stored run that has its config; null where there is none. */
export interface MatchedRun {
  planned: PlannedRun
  run: RunRecord | null
  /** True while the run that this one uses is not trained: its config is not known yet. */
  waits: boolean
}

/** States from best to worst: of several runs with the same config the one that is nearest to a result is taken. */
const preference: readonly RunState[] = ['finished', 'diverged', 'training', 'queued', 'paused', 'interrupted', 'stopped', 'failed']

/** The runs of a study at one scale. Throws `config/invalid` where the study itself is wrong. */
export function planRuns(study: Study, scale: StudyScale, seeds: number): PlannedRun[] {
  return study.runs(scale, seeds).map((run) => ({ ...run, config: parseConfig(run.config) }))
}

/** A stored config with the defaults of fields that are younger than it: by them it stays what it was. */
function withPresentDefaults(config: RunConfig): RunConfig {
  const check = checkConfig(config)
  return check.ok ? check.config : config
}

/** Finds stored runs by their config, whatever their name. Forks are left out: their history is of another config. */
export class RunIndex {
  readonly #runs = new Map<string, RunRecord>()

  constructor(runs: readonly RunRecord[]) {
    for (const run of runs) {
      if (run.parent !== null) continue
      const canonical = canonicalConfig(withPresentDefaults(run.config))
      const held = this.#runs.get(canonical)
      if (held === undefined || preference.indexOf(run.state) < preference.indexOf(held.state)) this.#runs.set(canonical, run)
    }
  }

  match(planned: readonly PlannedRun[]): MatchedRun[] {
    const found = planned.map((one) => (one.after === undefined ? this.#find(one) : null))
    return planned.map((one, i) => {
      const { after } = one
      if (after === undefined) return { planned: one, run: found[i] ?? null, waits: false }
      const source = found[planned.findIndex(({ key, seed }) => key === after.key && seed === one.seed)] ?? null
      if (source === null || !isTrained(source)) return { planned: one, run: null, waits: true }
      const own = { ...one, config: parseConfig(after.config(source.id)) }
      return { planned: own, run: this.#find(own), waits: false }
    })
  }

  #find({ config }: PlannedRun): RunRecord | null {
    return this.#runs.get(canonicalConfig(config)) ?? null
  }
}
