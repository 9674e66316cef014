import type { RunConfig } from '../../shared/config/schema.ts'

type Model<K extends RunConfig['model']['kind']> = Extract<RunConfig['model'], { kind: K }>

/** After the first weights: biases, further hidden layers, output. */
function hiddenLayers({ hiddenLayers: layers, hiddenWidth: width }: Model<'mlp-embedding' | 'mlp-one-hot'>, classes: number): number {
  return width + (layers - 1) * (width * width + width) + width * classes + classes
}

function transformer({ layers, width, mlpWidth }: Model<'transformer'>, residues: number): number {
  const block = 4 * width * width + 2 * width * mlpWidth + mlpWidth + width
  return (residues + 1) * width + 3 * width + layers * block + width * residues
}

/** Trained numbers of the model that a config names. */
export function parameterCount({ model, task }: Pick<RunConfig, 'model' | 'task'>): number {
  const residues = task.modulus
  switch (model.kind) {
    case 'transformer': return transformer(model, residues)
    case 'mlp-embedding': return residues * model.embeddingWidth + 2 * model.embeddingWidth * model.hiddenWidth + hiddenLayers(model, residues)
    case 'mlp-one-hot': return 2 * residues * model.hiddenWidth + hiddenLayers(model, residues)
    case 'quadratic-mlp': return 3 * residues * model.hiddenWidth
  }
}
