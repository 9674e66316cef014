/** NaN or an infinity ended the run. */
export class Divergence extends Error {
  readonly step: number
  readonly tensor: string

  constructor(step: number, tensor: string, value: number) {
    super(`the run diverged at step ${step}: the training loss is ${value}, and ${tensor} is not finite. ` +
      'Fork it from an earlier checkpoint with a smaller learning rate.')
    this.name = 'Divergence'
    this.step = step
    this.tensor = tensor
  }
}
