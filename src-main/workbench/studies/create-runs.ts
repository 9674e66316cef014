import { toWireError } from '../../../shared/errors.ts'
import type { Study, StudyScale } from '../../../shared/studies/study.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { EventBus } from '../events.ts'
import { givenState } from '../given-state.ts'
import { createRun } from '../run-edits.ts'
import type { MatchedRun, PlannedRun } from './plan.ts'

interface Places { store: RunStore; events: EventBus }

const nameOf = (study: Study, scale: StudyScale, { label, seed }: PlannedRun): string => `${study.name} ${scale} ${label}, seed ${seed}`.slice(0, 200)

/** False, with a message, for a run that cannot use another one as it should, for example where that one diverged before its first checkpoint. */
function canBegin({ store, events }: Places, name: string, { config, after }: PlannedRun): boolean {
  if (after === undefined) return true
  try {
    givenState(store, config)
    return true
  } catch (error) {
    events.emit('message', { level: 'warning', text: `${name} cannot be trained: ${toWireError(error).message}` })
    return false
  }
}

/**
 * Creates the runs of a study that are missing and that wait for no other, each config once, and answers their ids; they are queued by the
 * caller. All are created, or none where the store fails. A run that cannot use another one as it should is left out.
 */
export function createMissing(places: Places, study: Study, scale: StudyScale, matched: readonly MatchedRun[]): string[] {
  const missing = new Map<string, PlannedRun>()
  for (const { planned, run, waits } of matched) {
    if (run !== null || waits || missing.has(planned.canonical)) continue
    if (canBegin(places, nameOf(study, scale, planned), planned)) missing.set(planned.canonical, planned)
  }
  const tags = [`study:${study.name}`.slice(0, 60)]
  return places.store.atomically(() =>
    [...missing.values()].map((planned) => createRun(places.store, { config: planned.config, name: nameOf(study, scale, planned), tags }).id))
}
