import type { RunRecord, RunState } from './run.ts'

/**
 * What became of a run. `comprehension`: test accuracy follows training accuracy within the delay threshold; `grokking`: later than that;
 * `memorization`: only training accuracy reaches its threshold; `confusion`: neither does. `undecided` while more training may change it,
 * and where there was none.
 */
export const phases = ['comprehension', 'grokking', 'memorization', 'confusion', 'undecided'] as const
export type Phase = (typeof phases)[number]

/** What of a run decides its phase. */
export type PhaseSubject = Pick<RunRecord, 'milestones' | 'state' | 'step'> & { config: Pick<RunRecord['config'], 'thresholds'> }

/** Steps between memorization and generalization from which a run counts as grokking (Liu et al. 2022). */
export const defaultDelayThreshold = 1000

/** States after which a run is judged by what it has reached. */
const judgedStates: readonly RunState[] = ['finished', 'stopped', 'diverged']

/**
 * The phase of a run by the steps at which it reached the accuracy thresholds of its config, and a delay threshold in steps (Liu et al. 2022, arXiv
 * 2205.10343, with 0.9 and 1,000 there). A run that generalizes before, or without, reaching the memorization threshold has no delay: comprehension.
 */
export function phaseOf({ milestones, state, step }: Pick<PhaseSubject, 'milestones' | 'state' | 'step'>, delayThreshold = defaultDelayThreshold): Phase {
  const { memorization, generalization } = milestones
  if (generalization !== null) return memorization !== null && generalization - memorization >= delayThreshold ? 'grokking' : 'comprehension'
  if (!judgedStates.includes(state) || step === 0) return 'undecided'
  return memorization === null ? 'confusion' : 'memorization'
}

/** True for a run of the phase `grokking`, whether it has ended or not: the one meaning of the word in tables, filters and marks. */
export function hasGrokked(run: Pick<PhaseSubject, 'milestones' | 'state' | 'step'>, delayThreshold = defaultDelayThreshold): boolean {
  return phaseOf(run, delayThreshold) === 'grokking'
}

const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`
const steps = (count: number): string => `${count.toLocaleString('en-US')} step${count === 1 ? '' : 's'}`

function milestone(what: string, threshold: number, step: number | null): string {
  const reached = step === null ? 'was not reached' : `was reached at step ${step.toLocaleString('en-US')}`
  return `${percent(threshold)} ${what} accuracy ${reached}`
}

function conclusion({ milestones: { memorization, generalization }, step }: PhaseSubject, phase: Phase, delayThreshold: number): string {
  if (phase === 'undecided') return step === 0 ? 'the run has not trained' : 'the run has not ended'
  if (phase === 'memorization' || phase === 'confusion') return `the run ended at step ${step.toLocaleString('en-US')}`
  if (memorization === null || generalization === null) return 'generalization did not wait for memorization'
  const delay = generalization - memorization
  if (delay < 0) return `generalization came ${steps(-delay)} before memorization`
  return `a delay of ${steps(delay)}, ${delay < delayThreshold ? 'below' : 'at or above'} the threshold of ${steps(delayThreshold)}`
}

/** Why a run has its phase, in one sentence with the thresholds, for a hover. */
export function explainPhase(run: PhaseSubject, delayThreshold = defaultDelayThreshold): string {
  const phase = phaseOf(run, delayThreshold)
  const { thresholds } = run.config
  const { memorization, generalization } = run.milestones
  const name = phase.charAt(0).toUpperCase() + phase.slice(1)
  return `${name}: ${milestone('training', thresholds.memorization, memorization)}, ${milestone('test', thresholds.generalization, generalization)}; ${
    conclusion(run, phase, delayThreshold)} (classes of Liu et al. 2022).`
}
