import type { ScheduleConfig } from '../../shared/config/schema.ts'

/** True where `step` is the rounded value of some 10^(i / perDecade), or 0. */
function isLogarithmicStep(step: number, perDecade: number): boolean {
  if (step === 0) return true
  const nearest = Math.ceil(perDecade * Math.log10(Math.max(step - 0.5, 0.5)) - 1e-9)
  return Math.round(10 ** (nearest / perDecade)) === step
}

/** True at the steps of a schedule; the last step of a run is added by the caller. */
export function isScheduled(schedule: ScheduleConfig, step: number): boolean {
  return schedule.kind === 'every' ? step % schedule.steps === 0 : isLogarithmicStep(step, schedule.perDecade)
}
