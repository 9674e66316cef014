import * as v from 'valibot'
import { figureSpecSchema, type FigureSpec } from '../../../shared/figures/spec.ts'
import { isTrained } from '../../../shared/run.ts'
import type { FactReport, StudyDescription, StudyRunReport } from '../../../shared/studies/report.ts'
import { SeriesMissing, type Fact, type Judgement, type RunResult, type Study, type StudyScale } from '../../../shared/studies/study.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { MatchedRun, PlannedRun } from './plan.ts'
import { unmeasuredOf } from './unmeasured.ts'

/** What is known of a study without its runs. */
export function describe({ name, title, paper, figure, summary, scaled, seeds }: Study): StudyDescription {
  return { name, title, paper, figure, summary, scaled, seeds }
}

/** A planned run and its state in the store. */
export function runReport(store: RunStore, { planned, run }: MatchedRun): StudyRunReport {
  const { key, label, seed, config } = planned
  return {
    key, label, seed, runId: run?.id ?? null, state: run?.state ?? 'missing', step: run?.step ?? 0, maximumSteps: config.stop.maximumSteps,
    milestones: run?.milestones ?? { memorization: null, generalization: null },
    unmeasured: run === null ? [] : unmeasuredOf(store, run)
  }
}

/** The trained runs of a study, with their points read when they are asked for. */
export function resultsOf(store: RunStore, matched: readonly MatchedRun[]): RunResult[] {
  return matched.flatMap(({ planned, run }): RunResult[] => {
    if (run === null || !isTrained(run)) return []
    const { key, label, seed, config } = planned
    const series = (name: string) => {
      const [data] = store.readSeries(run.id, { names: [name] })
      if (data === undefined || data.steps.length === 0) throw new SeriesMissing(run.name, name)
      return data
    }
    return [{ key, label, seed, runId: run.id, config, state: run.state, step: run.step, milestones: run.milestones, series }]
  })
}

/** True for a fact that a scale claims. */
function isClaimed({ only }: Fact, scale: StudyScale): boolean {
  return only === undefined || only === scale
}

function undecided(detail: string): Judgement {
  return { verdict: 'undecided', measured: '–', detail }
}

function sayMissing(missing: number, needed: number): string {
  if (needed === 1) return 'the run is not trained'
  return missing === needed ? `none of ${needed} runs is trained` : `${missing} of ${needed} runs ${missing === 1 ? 'is' : 'are'} not trained`
}

function judge(fact: Fact, planned: readonly PlannedRun[], results: readonly RunResult[]): Judgement {
  const isNeeded = ({ key }: { key: string }) => fact.keys === undefined || fact.keys.includes(key)
  const needed = planned.filter(isNeeded).length
  const own = results.filter(isNeeded)
  if (own.length < needed || needed === 0) return undecided(sayMissing(needed - own.length, needed))
  try {
    return fact.judge(own)
  } catch (error) {
    if (error instanceof SeriesMissing) return undecided(error.message)
    throw error
  }
}

/** The facts that a scale claims, each with its verdict; undecided where a run or a series is missing. */
export function judgeFacts(study: Study, scale: StudyScale, planned: readonly PlannedRun[], results: readonly RunResult[]): FactReport[] {
  return study.facts.filter((fact) => isClaimed(fact, scale)).map((fact) => {
    const { name, statement, source, published } = fact
    return { name, statement, source, published, ...judge(fact, planned, results) }
  })
}

/** A figure of curves by the labels of its runs, without the series that no run has yet; null where none is left. */
function withoutMissing(spec: FigureSpec, known: ReadonlySet<string>, labels: Record<string, string>): FigureSpec | null {
  if (spec.kind !== 'curves') return spec
  const shown = spec.panels.map((panel) => ({ ...panel, series: panel.series.filter((name) => known.has(name)) }))
  const panels = shown.filter(({ series }) => series.length > 0)
  return panels.length === 0 ? null : { ...spec, labels, panels }
}

/** The study's figure of what is trained; null where nothing is, or where it needs a series that is not measured yet. */
export function plotOf(study: Study, results: readonly RunResult[], matched: readonly MatchedRun[]): FigureSpec | null {
  if (results.length === 0) return null
  try {
    const known = new Set(matched.flatMap(({ run }) => run?.series.map(({ name }) => name) ?? []))
    const labels = Object.fromEntries(results.map(({ runId, label }) => [runId, label]))
    return withoutMissing(v.parse(figureSpecSchema, study.plot(results)), known, labels)
  } catch (error) {
    if (error instanceof SeriesMissing) return null
    throw error
  }
}
