import type { RunConfig } from '../../shared/config/schema.ts'

/**
 * XLA makes every model's step faster (measured on two cores: 5 % on the mainline, 20 % on the MLPs, 40 % on minibatches of it), but compiling
 * takes one to four seconds: runs that may be shorter than this many steps do not earn them back.
 */
const worthwhileSteps = 2000

/** True where XLA is measured to win; the choice depends on the config alone, so that a resumed run makes the same one. */
export function winsWithXla({ stop }: Pick<RunConfig, 'stop'>): boolean {
  return stop.maximumSteps >= worthwhileSteps
}
