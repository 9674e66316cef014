import { GrokscopeError } from '../../../shared/errors.ts'
import type { RunState } from '../../../shared/run.ts'
import type { StudyReport, StudySummary } from '../../../shared/studies/report.ts'
import type { Study, StudyScale } from '../../../shared/studies/study.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { EventBus } from '../events.ts'
import { createRun } from '../run-edits.ts'
import type { RunControl } from '../run-control.ts'
import { doneStates, planRuns, RunIndex, type MatchedRun } from './plan.ts'
import { describe, judgeFacts, plotOf, resultsOf, runReport } from './report.ts'

export interface StudyServiceOptions {
  studies: readonly Study[]
  store: RunStore
  control: RunControl
  events: EventBus
}

interface Choice { name: string; scale: StudyScale; seeds?: number }

/** A study that computes: what was asked for, and the runs that it has begun itself. */
interface Active { scale: StudyScale; seeds: number; runIds: ReadonlySet<string>; begun: ReadonlySet<string> }

const underWay: readonly RunState[] = ['queued', 'training']

/** Studies over the store: finds their runs, trains what is missing, judges what is there. Keeps no result of its own. */
export class StudyService {
  readonly #options: StudyServiceOptions
  readonly #active = new Map<string, Active>()
  readonly #stopListening: () => void

  constructor(options: StudyServiceOptions) {
    this.#options = options
    this.#stopListening = options.events.on('runs.changed', ({ runIds }) => this.#runsChanged(runIds))
  }

  list(): StudySummary[] {
    const index = new RunIndex(this.#options.store.listRuns())
    const count = (study: Study, scale: StudyScale) => {
      const matched = index.match(planRuns(study, scale, study.seeds))
      return { done: matched.filter(({ run }) => run !== null && doneStates.includes(run.state)).length, total: matched.length }
    }
    return this.#options.studies.map((study) => {
      const active = this.#active.get(study.name)
      return {
        ...describe(study), facts: study.facts.length, scales: { small: count(study, 'small'), paper: count(study, 'paper') },
        active: active === undefined ? null : { scale: active.scale, seeds: active.seeds }
      }
    })
  }

  /** Throws `study/unknown`. */
  get(choice: Choice): StudyReport {
    const { study, scale, seeds, matched } = this.#match(choice)
    const { store, control } = this.#options
    const results = resultsOf(store, matched)
    const active = this.#active.get(study.name)
    const isActive = active?.scale === scale && active.seeds === seeds
    return {
      ...describe(study), scale, seeds, runs: matched.map(runReport),
      facts: judgeFacts(study, scale, matched.map(({ planned }) => planned), results),
      plot: plotOf(study, results),
      stage: isActive ? 'training' : 'idle',
      secondsLeft: isActive ? control.secondsFor([...active.runIds]) : null
    }
  }

  /** Begins what is missing and answers at once. Throws `study/unknown`, and `run/state` while it is under way at another scale. */
  start(choice: Choice): StudyReport {
    const { study, scale, seeds, matched } = this.#match(choice)
    const running = this.#active.get(study.name)
    if (running !== undefined && (running.scale !== scale || running.seeds !== seeds)) {
      throw new GrokscopeError('run/state', `the study ${study.name} is under way at the scale ${running.scale} with ${running.seeds} seeds; stop it first`)
    }
    const begun = this.#begin(study, scale, matched)
    const runIds = new Set([...begun, ...matched.flatMap(({ run }) => (run !== null && underWay.includes(run.state) ? [run.id] : []))])
    if (runIds.size > 0) this.#active.set(study.name, { scale, seeds, runIds, begun: new Set([...begun, ...(running?.begun ?? [])]) })
    this.#options.events.emit('study.changed', { name: study.name })
    return this.get(choice)
  }

  /** Stops the runs that the study has begun and that are not over. Throws `study/unknown`. */
  stop(name: string): void {
    const active = this.#active.get(this.#find(name).name)
    if (active === undefined) return
    const { store, control, events } = this.#options
    const runIds = [...active.begun].filter((runId) => store.hasRun(runId) && [...underWay, 'paused'].includes(store.getRun(runId).state))
    this.#active.delete(name)
    control.stop(runIds)
    events.emit('study.changed', { name })
  }

  close(): void { this.#stopListening() }

  /** Creates missing runs, takes up those that were left, and queues both. Answers their ids. */
  #begin(study: Study, scale: StudyScale, matched: readonly MatchedRun[]): string[] {
    const { store, control } = this.#options
    const created = new Map<string, string>()
    const left = new Set<string>()
    for (const { planned, run } of matched) {
      const isThere = run !== null && [...doneStates, 'training'].includes(run.state)
      if (run !== null && !isThere) left.add(run.id)
      if (run !== null || created.has(planned.canonical)) continue
      const name = `${study.name} ${scale} ${planned.label}, seed ${planned.seed}`.slice(0, 200)
      created.set(planned.canonical, createRun(store, { config: planned.config, name, tags: [`study:${study.name}`.slice(0, 60)] }).id)
    }
    const fresh = [...created.values()]
    if (fresh.length > 0) control.enqueue(fresh)
    if (left.size > 0) control.resume([...left])
    return [...fresh, ...left]
  }

  #match(choice: Choice): { study: Study; scale: StudyScale; seeds: number; matched: MatchedRun[] } {
    const study = this.#find(choice.name)
    const seeds = choice.seeds ?? study.seeds
    const index = new RunIndex(this.#options.store.listRuns())
    return { study, scale: choice.scale, seeds, matched: index.match(planRuns(study, choice.scale, seeds)) }
  }

  #find(name: string): Study {
    const { studies } = this.#options
    const study = studies.find((candidate) => candidate.name === name)
    if (study !== undefined) return study
    throw new GrokscopeError('study/unknown', `there is no study "${name}"; expected one of ${studies.map((known) => known.name).join(', ')}`)
  }

  #runsChanged(runIds: readonly string[]): void {
    const { store, events } = this.#options
    for (const [name, active] of this.#active) {
      if (!runIds.some((runId) => active.runIds.has(runId))) continue
      const isOver = [...active.runIds].every((runId) => !store.hasRun(runId) || !underWay.includes(store.getRun(runId).state))
      if (isOver) this.#active.delete(name)
      events.emit('study.changed', { name })
    }
  }
}
