import { checkpointMeasureNames, measureNames, type MeasureName } from '../../../shared/catalogue/measures.ts'
import { unfitMeasure } from '../../../shared/config/measure-fit.ts'
import { GrokscopeError } from '../../../shared/errors.ts'
import { didYouMean } from '../../../shared/near-name.ts'
import type { RunStore } from '../../store/run-store.ts'

/** The names as measures on checkpoints, each once. Throws `measure/unknown`, naming those that there are. */
export function knownMeasures(names: readonly string[]): MeasureName[] {
  return [...new Set(names)].map((name) => {
    const known = checkpointMeasureNames.find((measure) => measure === name)
    if (known !== undefined) return known
    const isCheap = measureNames.some((measure) => measure === name)
    const what = isCheap ? `${name} is computed while a run trains, not on checkpoints` : `there is no measure "${name}"`
    throw new GrokscopeError('measure/unknown', `${what}; expected one of ${checkpointMeasureNames.join(', ')}${isCheap ? '' : didYouMean(name, checkpointMeasureNames)}`)
  })
}

/** Throws `run/unknown`, `run/state`, `checkpoint/missing` or `measure/unfit` where the measures cannot be computed for a run. */
export function refuseUnmeasurable(store: RunStore, runId: string, names: readonly MeasureName[]): void {
  const run = store.getRun(runId)
  if (run.deletedAt !== null) throw new GrokscopeError('run/state', `${run.name} lies in the bin; restore it first`)
  if (store.listCheckpoints(runId).length === 0) {
    throw new GrokscopeError('checkpoint/missing', `${run.name} has no checkpoint yet, and these measures are computed on checkpoints`)
  }
  for (const name of names) {
    const reason = unfitMeasure(run.config, name)
    if (reason !== null) throw new GrokscopeError('measure/unfit', `${name} cannot be computed for ${run.name}: it ${reason}`)
  }
}
