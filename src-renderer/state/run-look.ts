import { hasGrokked } from '../../shared/phase.ts'
import type { RunRecord, RunState } from '../../shared/run.ts'
import type { IconName } from '../controls/icons.ts'

/** How a state is shown: a word, an icon and the name of a colour token, never one alone. */
export interface RunLook {
  word: string
  icon: IconName
  tone: 'queued' | 'training' | 'paused' | 'finished' | 'grokked' | 'diverged' | 'interrupted'
}

const looks: Record<RunState, RunLook> = {
  queued: { word: 'queued', icon: 'state-queued', tone: 'queued' },
  training: { word: 'training', icon: 'state-training', tone: 'training' },
  paused: { word: 'paused', icon: 'state-paused', tone: 'paused' },
  stopped: { word: 'stopped', icon: 'state-stopped', tone: 'paused' },
  interrupted: { word: 'interrupted', icon: 'state-interrupted', tone: 'interrupted' },
  finished: { word: 'finished', icon: 'state-finished', tone: 'finished' },
  diverged: { word: 'diverged', icon: 'state-diverged', tone: 'diverged' },
  failed: { word: 'failed', icon: 'state-diverged', tone: 'diverged' }
}

const grokked: RunLook = { word: 'grokked', icon: 'state-grokked', tone: 'grokked' }

/** A finished run of the phase grokking is shown as grokked; one that generalized sooner is finished like any other. */
export function runLook(run: Pick<RunRecord, 'state' | 'milestones' | 'step'>, delayThreshold: number): RunLook {
  return run.state === 'finished' && hasGrokked(run, delayThreshold) ? grokked : looks[run.state]
}
