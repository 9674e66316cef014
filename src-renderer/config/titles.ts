// Short heads for narrow columns; the field's full path is in its tooltip.
const short: Record<string, string> = {
  'task.kind': 'task', 'task.operation': 'operation', 'task.modulus': 'p', 'task.trainFraction': 'frac', 'task.splitSeed': 'split seed', 'task.expression': 'expression',
  'task.split.kind': 'split', 'task.operandOffset': 'offset', 'task.encoding': 'encoding',
  'model.kind': 'model', 'model.mlpWidth': 'mlp', 'model.hiddenWidth': 'hidden', 'model.hiddenLayers': 'hidden layers', 'model.embeddingWidth': 'd', 'model.width': 'd',
  'loss.kind': 'loss', 'optimizer.kind': 'optimizer', 'optimizer.learningRate': 'lr', 'optimizer.weightDecay': 'wd', 'optimizer.beta1': 'β₁', 'optimizer.beta2': 'β₂',
  'optimizer.epsilon': 'ε', 'optimizer.warmupSteps': 'warm-up', 'batch.kind': 'batch', 'batch.size': 'batch size', 'stop.maximumSteps': 'at most',
  'stop.afterGeneralization': 'after gen.'
}

/** A few letters for a config path, as a column's head. */
export function shortTitle(path: string): string {
  return short[path] ?? (path.split('.').at(-1) ?? path).replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
}
