import { checkpointMeasureNames, measureCatalogue, type MeasureInfo, type MeasureName } from '../../../shared/catalogue/measures.ts'
import type { RunRecord } from '../../../shared/run.ts'
import { doneStates } from './plan.ts'

/** Measures on checkpoints that the config of a trained run names and of which it has no points. */
export function unmeasuredOf(run: RunRecord): MeasureName[] {
  if (!doneStates.includes(run.state)) return []
  const known = run.series.map(({ name }) => name)
  return checkpointMeasureNames.filter((name) => {
    if (!run.config.measures.includes(name)) return false
    const { series }: MeasureInfo = measureCatalogue[name]
    return !series.some((pattern) => known.some((one) => (pattern.endsWith('*') ? one.startsWith(pattern.slice(0, -1)) : one === pattern)))
  })
}
