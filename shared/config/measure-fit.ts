import { measureCatalogue, type MeasureInfo, type MeasureName } from '../catalogue/measures.ts'
import type { RunConfig } from './schema.ts'

const modelsWithEmbedding: Record<RunConfig['model']['kind'], boolean> = {
  'transformer': true, 'mlp-embedding': true, 'mlp-one-hot': false, 'quadratic-mlp': false
}

function missingEmbedding({ model }: RunConfig): string | null {
  return modelsWithEmbedding[model.kind] ? null : `needs an embedding, which the model ${model.kind} does not have`
}

function missingGrid({ task }: RunConfig): string | null {
  if (task.operation === 'add' || task.operation === 'subtract') return null
  return `needs every pair (x, y) of residues and a result that depends on x + y or x − y alone; the task ${task.kind} with ${task.operation} is no such`
}

/** Why a measure cannot be computed for runs of a config; null where it can. */
export function unfitMeasure(config: RunConfig, name: MeasureName): string | null {
  const { needs = [] }: MeasureInfo = measureCatalogue[name]
  const reasons = [needs.includes('embedding') ? missingEmbedding(config) : null, needs.includes('sum-grid') ? missingGrid(config) : null]
  return reasons.find((reason) => reason !== null) ?? null
}
