import type { RunConfig } from '../../shared/config/schema.ts'

/**
 * XLA makes the steps of the models on tokens faster (measured on two cores: 5 % on the mainline, 20 % on the MLPs, 40 % on minibatches of
 * it), but compiling takes one to four seconds: runs that may be shorter than this many steps do not earn them back. ResNet-18 takes half a
 * minute to compile, and its step is then 1.5 times as slow, since XLA has convolutions of its own for processors.
 */
const worthwhileSteps = 2000

/** True where XLA is measured to win; the choice depends on the config alone, so that a resumed run makes the same one. */
export function winsWithXla({ model, stop }: Pick<RunConfig, 'model' | 'stop'>): boolean {
  return model.kind !== 'resnet-18' && stop.maximumSteps >= worthwhileSteps
}
