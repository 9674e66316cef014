import { measureCatalogue, type MeasureInfo, type MeasureName } from '../catalogue/measures.ts'
import { withoutTrainedEmbedding } from '../catalogue/models/index.ts'
import { taskShape, taskTitle } from '../catalogue/tasks/index.ts'
import type { RunConfig } from './schema.ts'

function missingEmbedding({ model }: RunConfig): string | null {
  const reason = withoutTrainedEmbedding(model)
  return reason === null ? null : `needs a trained embedding, and ${reason}`
}

function missingTokenTable({ model }: RunConfig): string | null {
  return ['transformer', 'mlp-embedding', 'lstm'].includes(model.kind) ? null : `needs rows of each operand in one table, which the model ${model.kind} does not have`
}

function missingHiddenLayer({ model }: RunConfig): string | null {
  return ['mlp-embedding', 'mlp-one-hot', 'mlp-numbers'].includes(model.kind) ? null : `needs an MLP, which the model ${model.kind} is not`
}

function missingResidues({ task }: RunConfig): string | null {
  const { residues } = taskShape(task)
  return residues >= 3 ? null : `needs three residues, since it leaves out the last and compares the others; ${taskTitle(task)} has ${residues}`
}

function missingGrid({ task }: RunConfig): string | null {
  if (task.kind === 'modular' && (task.operation === 'add' || task.operation === 'subtract')) return null
  return `needs all pairs (x, y) of residues and a result that depends on x + y or x − y alone, which ${taskTitle(task)} is not`
}

const missing = { 'embedding': missingEmbedding, 'token-table': missingTokenTable, 'hidden-layer': missingHiddenLayer, 'sum-grid': missingGrid, 'three-residues': missingResidues }

/** Why a measure cannot be computed for runs of a config; null where it can. */
export function unfitMeasure(config: RunConfig, name: MeasureName): string | null {
  const { needs = [] }: MeasureInfo = measureCatalogue[name]
  return needs.map((need) => missing[need](config)).find((reason) => reason !== null) ?? null
}
