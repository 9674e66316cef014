import { canonicalConfig } from '../../../shared/config/canonical.ts'
import { GrokscopeError } from '../../../shared/errors.ts'
import { isUnderWay } from '../../../shared/measurement.ts'
import type { RunState } from '../../../shared/run.ts'
import type { StudyReport, StudySummary } from '../../../shared/studies/report.ts'
import type { Study, StudyScale } from '../../../shared/studies/study.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { EventBus } from '../events.ts'
import type { Measuring } from '../measuring/measuring.ts'
import type { RunControl } from '../run-control.ts'
import { createRun } from '../run-edits.ts'
import { doneStates, planRuns, RunIndex, type MatchedRun } from './plan.ts'
import { describe, judgeFacts, plotOf, resultsOf, runReport } from './report.ts'
import { unmeasuredOf } from './unmeasured.ts'

export interface StudyServiceOptions {
  studies: readonly Study[]
  store: RunStore
  control: RunControl
  measuring: Measuring
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
  readonly #stopListening: (() => void)[]
  #closed = false

  constructor(options: StudyServiceOptions) {
    this.#options = options
    const { events } = options
    this.#stopListening = [
      events.on('runs.changed', ({ runIds }) => this.#changed(runIds)),
      events.on('measures.changed', (measurements) => this.#changed(measurements.map(({ runId }) => runId)))
    ]
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
    const isTraining = isActive && [...active.runIds].some((runId) => this.#trains(runId))
    return {
      ...describe(study), scale, seeds, runs: matched.map(runReport),
      facts: judgeFacts(study, scale, matched.map(({ planned }) => planned), results),
      plot: plotOf(study, results, matched),
      stage: isTraining ? 'training' : isActive ? 'measuring' : 'idle',
      secondsLeft: isTraining ? control.secondsFor([...active.runIds]) : null
    }
  }

  /** Begins what is missing and answers at once. Throws `study/unknown`, and `run/state` while it is under way at another scale. */
  start(choice: Choice): StudyReport {
    const { study, scale, seeds, matched } = this.#match(choice)
    const running = this.#active.get(study.name)
    if (running !== undefined && (running.scale !== scale || running.seeds !== seeds)) {
      throw new GrokscopeError('run/state', `the study ${study.name} is under way at the scale ${running.scale} with ${running.seeds} seeds; stop it first`)
    }
    const begun = [...this.#begin(study, scale, matched), ...this.#measure(matched)]
    const runIds = new Set([...begun, ...matched.flatMap(({ run }) => (run !== null && underWay.includes(run.state) ? [run.id] : []))])
    if (runIds.size > 0) this.#active.set(study.name, { scale, seeds, runIds, begun: new Set([...begun, ...(running?.begun ?? [])]) })
    this.#options.events.emit('study.changed', { name: study.name })
    return this.get(choice)
  }

  /** Stops the runs and measurements that the study has begun and that are not over. Throws `study/unknown`. */
  stop(name: string): void {
    const active = this.#active.get(this.#find(name).name)
    if (active === undefined) return
    const { store, control, measuring, events } = this.#options
    const runIds = [...active.begun].filter((runId) => store.hasRun(runId) && [...underWay, 'paused'].includes(store.getRun(runId).state))
    this.#active.delete(name)
    control.stop(runIds)
    measuring.cancelRuns([...active.begun])
    events.emit('study.changed', { name })
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#stopListening) stop()
  }

  /** Creates missing runs, takes up those that were left, and queues both. Answers their ids. */
  #begin(study: Study, scale: StudyScale, matched: readonly MatchedRun[]): string[] {
    const left = new Set(matched.flatMap(({ run }) => (run === null || [...doneStates, 'training'].includes(run.state) ? [] : [run.id])))
    const fresh = this.#create(study, scale, matched)
    if (left.size > 0) this.#options.control.resume([...left])
    return [...fresh, ...left]
  }

  /** Creates and queues the runs that are missing, each config once. */
  #create(study: Study, scale: StudyScale, matched: readonly MatchedRun[]): string[] {
    const { store, control } = this.#options
    const created = new Map<string, string>()
    for (const { planned, run, waits } of matched) {
      const canonical = canonicalConfig(planned.config)
      if (run !== null || waits || created.has(canonical)) continue
      const name = `${study.name} ${scale} ${planned.label}, seed ${planned.seed}`.slice(0, 200)
      created.set(canonical, createRun(store, { config: planned.config, name, tags: [`study:${study.name}`.slice(0, 60)] }).id)
    }
    const runIds = [...created.values()]
    if (runIds.length > 0) control.enqueue(runIds)
    return runIds
  }

  /** Queues measures that trained runs lack, for example where an earlier session ended too soon. Answers the ids of those runs. */
  #measure(matched: readonly MatchedRun[]): string[] {
    const lacking = new Map(matched.flatMap(({ run }) => (run === null || unmeasuredOf(run).length === 0 ? [] : [[run.id, unmeasuredOf(run)]])))
    for (const [runId, names] of lacking) this.#options.measuring.start([runId], names)
    return [...lacking.keys()]
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

  #trains(runId: string): boolean {
    const { store } = this.#options
    return store.hasRun(runId) && underWay.includes(store.getRun(runId).state)
  }

  #isUnderWay(runId: string): boolean {
    return this.#trains(runId) || this.#options.measuring.list.some((measurement) => measurement.runId === runId && isUnderWay(measurement))
  }

  /** Looks a moment later: a run that has just ended may still be queued to be measured. */
  #changed(runIds: readonly string[]): void {
    const touched = [...this.#active].filter(([, active]) => runIds.some((runId) => active.runIds.has(runId)))
    if (touched.length === 0) return
    setImmediate(() => {
      if (this.#closed) return
      for (const [name, active] of touched) {
        if (this.#active.get(name) === active && ![...active.runIds].some((runId) => this.#isUnderWay(runId))) this.#goOn(name, active)
        this.#options.events.emit('study.changed', { name })
      }
    })
  }

  /** Begins runs that waited for others; where there are none, the study is over. */
  #goOn(name: string, { scale, seeds, runIds, begun }: Active): void {
    const { study, matched } = this.#match({ name, scale, seeds })
    const fresh = this.#create(study, scale, matched.filter(({ planned }) => planned.after !== undefined))
    if (fresh.length === 0) this.#active.delete(name)
    else this.#active.set(name, { scale, seeds, runIds: new Set([...runIds, ...fresh]), begun: new Set([...begun, ...fresh]) })
  }
}
