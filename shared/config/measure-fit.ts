import { measureCatalogue, type MeasureInfo, type MeasureName } from '../catalogue/measures.ts'
import { hasTrainedEmbedding } from '../catalogue/models/index.ts'
import { taskTitle } from '../catalogue/tasks/index.ts'
import type { RunConfig } from './schema.ts'

function missingEmbedding({ model }: RunConfig): string | null {
  return hasTrainedEmbedding(model) ? null : `needs a trained embedding, which the model ${model.kind} of this run does not have`
}

function missingTokenTable({ model }: RunConfig): string | null {
  return ['transformer', 'mlp-embedding', 'lstm'].includes(model.kind) ? null : `needs rows of each operand in one table, which the model ${model.kind} does not have`
}

function missingHiddenLayer({ model }: RunConfig): string | null {
  return ['mlp-embedding', 'mlp-one-hot', 'mlp-numbers'].includes(model.kind) ? null : `needs an MLP, which the model ${model.kind} is not`
}

function missingGrid({ task }: RunConfig): string | null {
  if (task.kind === 'modular' && (task.operation === 'add' || task.operation === 'subtract')) return null
  return `needs all pairs (x, y) of residues and a result that depends on x + y or x − y alone, which ${taskTitle(task)} is not`
}

const missing = { 'embedding': missingEmbedding, 'token-table': missingTokenTable, 'hidden-layer': missingHiddenLayer, 'sum-grid': missingGrid }

/** Why a measure cannot be computed for runs of a config; null where it can. */
export function unfitMeasure(config: RunConfig, name: MeasureName): string | null {
  const { needs = [] }: MeasureInfo = measureCatalogue[name]
  return needs.map((need) => missing[need](config)).find((reason) => reason !== null) ?? null
}
