import * as v from 'valibot'
import { checkpointMeasureNames, type MeasureName } from '../../../shared/catalogue/measures.ts'
import type { RunStore } from '../../store/run-store.ts'

const key = 'measurements'
const savedSchema = v.array(v.object({ runId: v.string(), names: v.array(v.string()) }))

export interface SavedMeasurement { runId: string; names: MeasureName[] }

/** What an earlier session left to be measured, as far as its runs and measures still exist. */
export function readSaved(store: RunStore): SavedMeasurement[] {
  const saved = v.safeParse(savedSchema, store.getValue(key))
  if (!saved.success) return []
  return saved.output
    .map(({ runId, names }) => ({ runId, names: checkpointMeasureNames.filter((name) => names.includes(name)) }))
    .filter(({ runId, names }) => names.length > 0 && store.hasRun(runId))
}

export function save(store: RunStore, measurements: readonly SavedMeasurement[]): void {
  store.setValue(key, measurements.map(({ runId, names }) => ({ runId, names })))
}
