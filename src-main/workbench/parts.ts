import path from 'node:path'
import { studies } from '../../shared/studies/index.ts'
import type { Study } from '../../shared/studies/study.ts'
import type { RunStore } from '../store/run-store.ts'
import type { TrainerHost } from '../trainer/protocol.ts'
import { EventBus } from './events.ts'
import { Inspector } from './inspector.ts'
import { thisMachine, type Machine } from './machine.ts'
import { Measuring } from './measuring/measuring.ts'
import { PreparedExports } from './prepared-exports.ts'
import { RunControl } from './run-control.ts'
import { Bin } from './run-edits.ts'
import { RuntimeService, type RuntimeSource } from './runtime-service.ts'
import { SettingsBook } from './settings.ts'
import { StudyService } from './studies/study-service.ts'
import type { Surroundings } from './surroundings.ts'

export interface WorkbenchOptions {
  store: RunStore
  trainerHost: TrainerHost
  runtime: RuntimeSource
  dataFolder: string
  /** Where the TensorFlow installation lies. */
  runtimeFolder: string
  /** Holds `samples.grokrun`. */
  assetsFolder: string
  /** Holds the TrueType files of Source Sans, for figures as PNG. */
  fontFolder: string
  version: string
  /** The script of the inspector's worker thread; without one, inspections are computed in this thread. */
  inspectorWorker?: string
  /** Studies in place of those of the catalogue. */
  studies?: readonly Study[]
  /** True in a shell that stays open: runs left in the queue go on by themselves. */
  autostart: boolean
  /** How long a paused run keeps its process; ten minutes where it is not said. */
  keepPausedMs?: number
  /** Milliseconds since 1970. */
  now?: () => number
}

/** The parts of an open workbench, as its handlers see them. */
export interface Parts {
  options: WorkbenchOptions
  store: RunStore
  events: EventBus
  settings: SettingsBook
  control: RunControl
  measuring: Measuring
  bin: Bin
  runtime: RuntimeService
  inspector: Inspector
  prepared: PreparedExports
  studies: StudyService
  machine: Machine
}

/** Makes the parts on an open store and joins them; no run is taken up yet. */
export function wireParts(options: WorkbenchOptions): Parts {
  const { store, trainerHost, runtimeFolder, autostart } = options
  const now = options.now ?? Date.now
  const events = new EventBus()
  const machine = thisMachine()
  const settings = new SettingsBook(store, events)
  const surroundings: Surroundings = { store, events, trainerHost, runtimeFolder, machine, autostart, now, settings: () => settings.current }
  const measuring = new Measuring(surroundings)
  const control = new RunControl({
    ...surroundings, keepPausedMs: options.keepPausedMs ?? 600_000, ended: (runId) => measuring.runEnded(runId)
  })
  const halt = async (runIds: readonly string[]) => {
    await control.halt(runIds)
    // A run that came to its own end meanwhile may have begun to be measured.
    measuring.cancelRuns(runIds)
  }
  return {
    options, store, events, settings, control, measuring, machine,
    bin: new Bin(store, { halt }, events),
    runtime: new RuntimeService(options.runtime, events),
    inspector: new Inspector(store, options.inspectorWorker ?? null),
    prepared: new PreparedExports(path.join(options.dataFolder, 'exports')),
    studies: new StudyService({ studies: options.studies ?? studies, store, control, measuring, events })
  }
}
