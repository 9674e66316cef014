import { canonicalConfig } from '../../../shared/config/canonical.ts'
import type { RunConfig, RunConfigInput } from '../../../shared/config/schema.ts'
import { checkConfig, parseConfig } from '../../../shared/config/validate.ts'
import { isTrained, type RunRecord, type RunState } from '../../../shared/run.ts'
import type { Study, StudyRun, StudyScale } from '../../../shared/studies/study.ts'

/** A run of a study with its defaults filled in. */
export interface PlannedRun extends Omit<StudyRun, 'config'> {
  config: RunConfig
  /** Its config in the form by which stored runs are found. */
  canonical: string
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

function planned(run: StudyRun, input: RunConfigInput): PlannedRun {
  const config = parseConfig(input)
  return { ...run, config, canonical: canonicalConfig(config) }
}

/** The runs of a study at one scale. Throws `config/invalid` where the study itself is wrong. */
export function planRuns(study: Study, scale: StudyScale, seeds: number): PlannedRun[] {
  return study.runs(scale, seeds).map((run) => planned(run, run.config))
}

/** A stored config with the defaults of fields that are younger than it: by them it stays what it was. */
function withPresentDefaults(config: RunConfig): RunConfig {
  const check = checkConfig(config)
  return check.ok ? check.config : config
}

/** Plans of studies and canonical configs of stored runs, each worked out once: neither ever changes, and a list of all studies asks for hundreds. */
export class PlanBook {
  readonly #plans = new Map<string, readonly PlannedRun[]>()
  readonly #canonical = new Map<string, string>()

  /** As `planRuns`. */
  plan(study: Study, scale: StudyScale, seeds: number): readonly PlannedRun[] {
    const key = `${study.name} ${scale} ${seeds}`
    const plan = this.#plans.get(key) ?? planRuns(study, scale, seeds)
    this.#plans.set(key, plan)
    return plan
  }

  canonicalOf({ id, config }: RunRecord): string {
    const canonical = this.#canonical.get(id) ?? canonicalConfig(withPresentDefaults(config))
    this.#canonical.set(id, canonical)
    return canonical
  }
}

/** Finds stored runs by their config, whatever their name. Forks are left out: their history is of another config. */
export class RunIndex {
  readonly #runs = new Map<string, RunRecord>()

  constructor(runs: readonly RunRecord[], book: PlanBook) {
    for (const run of runs) {
      if (run.parent !== null) continue
      const canonical = book.canonicalOf(run)
      const held = this.#runs.get(canonical)
      if (held === undefined || preference.indexOf(run.state) < preference.indexOf(held.state)) this.#runs.set(canonical, run)
    }
  }

  match(plan: readonly PlannedRun[]): MatchedRun[] {
    const found = plan.map((one) => (one.after === undefined ? this.#find(one) : null))
    return plan.map((one, i) => {
      const { after } = one
      if (after === undefined) return { planned: one, run: found[i] ?? null, waits: false }
      const source = found[plan.findIndex(({ key, seed }) => key === after.key && seed === one.seed)] ?? null
      if (source === null || !isTrained(source)) return { planned: one, run: null, waits: true }
      const own = planned(one, after.config(source.id))
      return { planned: own, run: this.#find(own), waits: false }
    })
  }

  #find({ canonical }: PlannedRun): RunRecord | null {
    return this.#runs.get(canonical) ?? null
  }
}
