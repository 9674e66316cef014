/** NaN or an infinity ended the run. */
export class Divergence extends Error {
  readonly step: number
  readonly tensor: string

  constructor(step: number, tensor: string, value: number) {
    super(`the run diverged at step ${step}: the training loss is ${value}; the first that is not finite: ${tensor}. ` +
      'Fork it from an earlier checkpoint with a smaller learning rate.')
    this.name = 'Divergence'
    this.step = step
    this.tensor = tensor
  }
}
