import { checkpointMeasureNames, isMeasured, type MeasureName } from '../../../shared/catalogue/measures.ts'
import { isTrained, type RunRecord } from '../../../shared/run.ts'
import type { RunStore } from '../../store/run-store.ts'

/** Measures on checkpoints that the config of a trained run names and of which it has no points, or not of all its checkpoints. */
export function unmeasuredOf(store: RunStore, run: RunRecord): MeasureName[] {
  const named = checkpointMeasureNames.filter((name) => run.config.measures.includes(name))
  if (named.length === 0 || !isTrained(run)) return []
  const last = store.listCheckpoints(run.id).at(-1)
  return last === undefined ? [] : named.filter((name) => !isMeasured(run, name, last))
}
