import { explainPhase, phaseOf } from '../../shared/phase.ts'
import { delaySteps, endedStates, type RunRecord } from '../../shared/run.ts'
import { formatCount, formatDuration, formatProse, formatTime, formatValue } from '../format/numbers.ts'
import type { Fact } from './fact.ts'

const steps = (value: number | null, none: string) => (value === null ? none : `step ${formatCount(value)}`)

export function milestoneFacts(run: RunRecord, delayThreshold: number): Fact[] {
  const delay = delaySteps(run.milestones)
  const { memorization, generalization } = run.config.thresholds
  const missing = endedStates.includes(run.state) ? 'not reached' : 'not yet'
  return [
    { title: '◇ Memorized', value: steps(run.milestones.memorization, missing), hint: `Training accuracy ≥ ${memorization}` },
    { title: '◆ Generalized', value: steps(run.milestones.generalization, missing), hint: `Test accuracy ≥ ${generalization}` },
    { title: 'Delay', value: delay === null ? '–' : `${formatCount(delay)} steps` },
    { title: 'Phase', value: phaseOf(run, delayThreshold), hint: formatProse(explainPhase(run, delayThreshold)) }
  ]
}

export function courseFacts(run: RunRecord): Fact[] {
  const facts: Fact[] = [
    { title: 'Id', value: run.id },
    { title: 'Steps', value: `${formatCount(run.step)} of at most ${formatCount(run.config.stop.maximumSteps)}` },
    { title: 'Time', value: run.trainingSeconds > 0 ? formatDuration(run.trainingSeconds) : '–', hint: 'Spent training, over all sessions' },
    { title: 'Created', value: formatTime(run.createdAt) }
  ]
  if (run.startedAt !== null) facts.push({ title: 'Started', value: formatTime(run.startedAt) })
  if (run.endedAt !== null) facts.push({ title: 'Ended', value: formatTime(run.endedAt) })
  if (run.preset !== null) facts.push({ title: 'Preset', value: run.preset })
  return facts
}

export function environmentFacts(run: RunRecord): Fact[] {
  const environment = run.environment
  if (environment === null) return []
  return [
    { title: 'Backend', value: environment.backend === 'tensorflow' ? 'TensorFlow' : 'portable' },
    { title: 'Library', value: environment.library },
    { title: 'Device', value: environment.device },
    { title: 'Threads', value: formatValue(environment.threads) },
    { title: 'XLA', value: environment.xla ? 'yes' : 'no' },
    { title: 'Grokscope', value: environment.application }
  ]
}
