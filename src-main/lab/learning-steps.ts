import type { RunParts } from './run-parts.ts'

/** When interventions learn, by the steps between two times. */
export interface LearningSteps {
  /** Steps that have arrived at the weights that the step after `done` steps learns from. */
  arrived(done: number): number
  /** The periods of those that learn in the step after `done` steps. */
  periodsAt(done: number): number[]
  /** All sets of periods that occur. */
  sets: number[][]
}

const subsets = (periods: readonly number[]): number[][] =>
  periods.reduce<number[][]>((all, period) => [...all, ...all.map((set) => [...set, period])], [[]])

/**
 * Interventions learn at the end of a step, from a gradient of their own at the weights that it arrives at. Where the next step's gradient is
 * that very one, they learn at the start of the next step and the gradient is computed once.
 */
export function learningSteps({ interventions: { periods }, gradientRepeats }: Pick<RunParts, 'interventions' | 'gradientRepeats'>): LearningSteps {
  const arrived = (done: number): number => (gradientRepeats ? done : done + 1)
  const isAlways = (period: number): boolean => !gradientRepeats && period === 1
  return {
    arrived,
    periodsAt: (done) => periods.filter((period) => arrived(done) > 0 && arrived(done) % period === 0),
    sets: subsets(periods.filter((period) => !isAlways(period))).map((set) => [...periods.filter(isAlways), ...set])
  }
}
