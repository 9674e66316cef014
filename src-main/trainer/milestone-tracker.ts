import type { RunConfig } from '../../shared/config/schema.ts'
import type { Milestones } from '../../shared/run.ts'

/** Notes the first measured step at which each threshold is reached. */
export class MilestoneTracker {
  readonly milestones: Milestones
  private readonly thresholds: RunConfig['thresholds']

  constructor(thresholds: RunConfig['thresholds'], milestones: Milestones) {
    this.thresholds = thresholds
    this.milestones = { ...milestones }
  }

  note(step: number, values: Readonly<Record<string, number>>): void {
    if (values['train/accuracy'] >= this.thresholds.memorization) this.milestones.memorization ??= step
    if (values['test/accuracy'] >= this.thresholds.generalization) this.milestones.generalization ??= step
  }

  /** The step at which a run is over. */
  lastStep({ maximumSteps, afterGeneralization }: RunConfig['stop']): number {
    const { generalization } = this.milestones
    if (afterGeneralization === null || generalization === null) return maximumSteps
    return Math.min(maximumSteps, generalization + afterGeneralization)
  }
}
