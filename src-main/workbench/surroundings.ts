import type { Settings } from '../../shared/settings.ts'
import type { RunStore } from '../store/run-store.ts'
import type { TrainerHost } from '../trainer/protocol.ts'
import type { EventBus } from './events.ts'
import type { Machine } from './machine.ts'

/** What the parts that start processes on runs have in common. */
export interface Surroundings {
  store: RunStore
  events: EventBus
  trainerHost: TrainerHost
  /** Where the TensorFlow installation lies. */
  runtimeFolder: string
  machine: Machine
  settings: () => Settings
  /** False: what an earlier session left waits for one that stays open, or until it is asked for by name. */
  autostart: boolean
  /** Milliseconds since 1970. */
  now: () => number
}
