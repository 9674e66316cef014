import { GrokscopeError, toWireError } from '../../../shared/errors.ts'
import { isUnderWay } from '../../../shared/measurement.ts'
import { didYouMean } from '../../../shared/near-name.ts'
import { isTrained, type RunRecord, type RunState } from '../../../shared/run.ts'
import type { StudyReport, StudySummary } from '../../../shared/studies/report.ts'
import type { Study, StudyScale } from '../../../shared/studies/study.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { EventBus } from '../events.ts'
import type { Measuring } from '../measuring/measuring.ts'
import type { RunControl } from '../run-control.ts'
import { ActiveStudies, type ActiveStudy } from './active-studies.ts'
import { createMissing } from './create-runs.ts'
import { PlanBook, RunIndex, type MatchedRun } from './plan.ts'
import { describe, judgeFacts, plotOf, resultsOf, runReport } from './report.ts'
import { StudyNeeds } from './study-needs.ts'
import { unmeasuredOf } from './unmeasured.ts'

export interface StudyServiceOptions {
  studies: readonly Study[]
  store: RunStore
  control: RunControl
  measuring: Measuring
  events: EventBus
}

interface Choice { name: string; scale: StudyScale; seeds?: number }

const underWay: readonly RunState[] = ['queued', 'training']

/** Studies over the store: finds their runs, trains what is missing, judges what is there. Keeps no result of its own. */
export class StudyService {
  readonly #options: StudyServiceOptions
  readonly #active = new ActiveStudies()
  readonly #book = new PlanBook()
  readonly #needs = new StudyNeeds()
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
    const index = this.#index()
    const count = (study: Study, scale: StudyScale) => {
      const matched = this.#matchIn(index, study, scale, study.seeds)
      return { done: matched.filter(({ run }) => run !== null && isTrained(run)).length, total: matched.length }
    }
    return this.#options.studies.map((study) => {
      const scales = { small: count(study, 'small'), paper: count(study, 'paper') }
      return { ...describe(study), facts: study.facts.length, scales, active: this.#active.choice(study.name) }
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
      ...describe(study), scale, seeds, runs: matched.map((run) => runReport(store, run)),
      facts: judgeFacts(study, scale, matched.map(({ planned }) => planned), results),
      plot: plotOf(study, results, matched),
      active: this.#active.choice(study.name),
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
    // A run that could not even start is over by now, and says so no more.
    this.#lookLater([study.name])
    return this.get(choice)
  }

  /** Stops the runs and measurements that the study has begun and that no other study waits for. Throws `study/unknown`. */
  stop(name: string): void {
    const { control, measuring, events } = this.#options
    const own = this.#active.end(this.#find(name).name)
    control.stop(own.filter((runId) => this.#isInState(runId, [...underWay, 'paused'])))
    measuring.cancelRuns(own)
    events.emit('study.changed', { name })
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#stopListening) stop()
  }

  /** Creates missing runs, takes up those that were left, and queues both. Answers their ids; what others have queued is not among them. */
  #begin(study: Study, scale: StudyScale, matched: readonly MatchedRun[]): string[] {
    const { control } = this.#options
    const isLeft = (run: RunRecord) => !isTrained(run) && run.state !== 'training' && !control.isDue(run.id)
    const left = new Set(matched.flatMap(({ run }) => (run === null || !isLeft(run) ? [] : [run.id])))
    const fresh = this.#create(study, scale, matched)
    if (left.size > 0) control.resume([...left])
    return [...fresh, ...left]
  }

  #create(study: Study, scale: StudyScale, matched: readonly MatchedRun[]): string[] {
    const runIds = createMissing(this.#options, study, scale, matched)
    if (runIds.length > 0) this.#options.control.enqueue(runIds)
    return runIds
  }

  /** Queues measures that trained runs lack, for example where an earlier session ended too soon. Answers the ids of those runs. */
  #measure(matched: readonly MatchedRun[]): string[] {
    const { store, measuring } = this.#options
    const lacking = new Map(matched.flatMap(({ run }) => (run === null ? [] : [[run.id, unmeasuredOf(store, run)]])))
    return [...lacking].filter(([, names]) => names.length > 0).map(([runId, names]) => {
      measuring.start([runId], names)
      return runId
    })
  }

  #match(choice: Choice): { study: Study; scale: StudyScale; seeds: number; matched: MatchedRun[] } {
    const study = this.#find(choice.name)
    const seeds = choice.seeds ?? study.seeds
    return { study, scale: choice.scale, seeds, matched: this.#matchIn(this.#index(), study, choice.scale, seeds) }
  }

  #matchIn(index: RunIndex, study: Study, scale: StudyScale, seeds: number): MatchedRun[] {
    const matched = index.match(this.#book.plan(study, scale, seeds))
    this.#needs.note(study.name, `${scale} ${seeds}`, matched)
    return matched
  }

  #index(): RunIndex {
    return new RunIndex(this.#options.store.listRuns(), this.#book)
  }

  #find(name: string): Study {
    const { studies } = this.#options
    const study = studies.find((candidate) => candidate.name === name)
    if (study !== undefined) return study
    const names = studies.map((known) => known.name)
    throw new GrokscopeError('study/unknown', `there is no study "${name}"; expected one of ${names.join(', ')}${didYouMean(name, names)}`)
  }

  /** False for a run in the bin, and for one that is deleted for good. */
  #isInState(runId: string, states: readonly RunState[]): boolean {
    const { store } = this.#options
    if (!store.hasRun(runId)) return false
    const { state, deletedAt } = store.getRun(runId)
    return deletedAt === null && states.includes(state)
  }

  #trains(runId: string): boolean {
    return this.#isInState(runId, underWay)
  }

  #isUnderWay(runId: string): boolean {
    return this.#trains(runId) || this.#options.measuring.list.some((measurement) => measurement.runId === runId && isUnderWay(measurement))
  }

  /** Tells the studies that wait for the runs, and those that only share them. */
  #changed(runIds: readonly string[]): void {
    const canonicals = [...new Set(runIds)].flatMap((runId) => this.#canonicalOf(runId) ?? [])
    const touched = new Set([...this.#active.waitingFor(runIds), ...this.#needs.studiesWith(canonicals)])
    if (touched.size > 0) this.#lookLater([...touched])
  }

  /** The config by which studies find a run; null for one that they leave out, or that is deleted for good. */
  #canonicalOf(runId: string): string | null {
    const { store } = this.#options
    const run = store.hasRun(runId) ? store.getRun(runId) : null
    return run === null || run.parent !== null ? null : this.#book.canonicalOf(run)
  }

  /** A moment later, since a run that has just ended may still be queued to be measured. */
  #lookLater(names: readonly string[]): void {
    setImmediate(() => {
      if (this.#closed) return
      for (const name of names) {
        this.#look(name)
        this.#options.events.emit('study.changed', { name })
      }
    })
  }

  /** Goes on where nothing is under way any more. A failure ends the study: nobody waits for an answer here. */
  #look(name: string): void {
    const active = this.#active.get(name)
    if (active === undefined || [...active.runIds].some((runId) => this.#isUnderWay(runId))) return
    try {
      this.#goOn(name, active)
    } catch (error) {
      this.#active.delete(name)
      this.#options.events.emit('message', { level: 'error', text: `The study ${name} cannot go on: ${toWireError(error).message}` })
    }
  }

  /** Begins runs that waited for others; where there are none, the study is over. */
  #goOn(name: string, { scale, seeds, runIds, begun }: ActiveStudy): void {
    const { study, matched } = this.#match({ name, scale, seeds })
    const fresh = this.#create(study, scale, matched.filter(({ planned }) => planned.after !== undefined))
    if (fresh.length === 0) this.#active.delete(name)
    else this.#active.set(name, { scale, seeds, runIds: new Set([...runIds, ...fresh]), begun: new Set([...begun, ...fresh]) })
  }
}
