import type { MeasureName } from './catalogue/measures.ts'
import type { WireError } from './errors.ts'

/** `waiting` measurements begin as soon as those before them are over. */
export const measurementStates = ['waiting', 'measuring', 'finished', 'cancelled', 'failed'] as const
export type MeasurementState = (typeof measurementStates)[number]

/** Heavy measures of one run, computed on its checkpoints beside training or after it. */
export interface Measurement {
  /** Unique within a session of the workbench, ascending. */
  measurementId: number
  runId: string
  names: MeasureName[]
  state: MeasurementState
  /** Checkpoints that are measured, with a fraction for the one under way. */
  done: number
  /** Checkpoints in all; 0 while it waits. */
  total: number
  /** Seconds to its end at the present speed; null while unknown. */
  secondsLeft: number | null
  /** Values of each series at the last checkpoint that was measured. */
  latest: Record<string, number>
  /** Why it failed; null otherwise. */
  error: WireError | null
}

/** True for a measurement that is still to come or under way. */
export function isUnderWay({ state }: Pick<Measurement, 'state'>): boolean {
  return state === 'waiting' || state === 'measuring'
}
