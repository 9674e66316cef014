import type { EventName, Handlers } from '../../shared/rpc.ts'
import type { RunStore } from '../store/run-store.ts'
import type { Listener } from './events.ts'
import { makeHandlers } from './handlers.ts'
import { wireParts, type WorkbenchOptions } from './parts.ts'
import type { PreparedExports } from './prepared-exports.ts'

/** The application, free of any shell. */
export interface Workbench {
  readonly handlers: Handlers
  readonly prepared: PreparedExports
  readonly store: RunStore
  on: <E extends EventName>(event: E, listener: Listener<E>) => () => void
  /** Interrupts runs after a last checkpoint, ends every process, closes the store. */
  close: () => Promise<void>
  /** Ends every training process at once, without a checkpoint. */
  kill: () => void
}

/** Opens the workbench on an open store, which it owns from then on. In a writable store it clears up after a lost session. */
export function openWorkbench(options: WorkbenchOptions): Workbench {
  const parts = wireParts(options)
  const { store, events, control, measuring, bin, settings, runtime, prepared, inspector } = parts
  if (store.readOnly === null) {
    bin.empty(settings.current.binDays, (options.now ?? Date.now)())
    control.recover()
    measuring.recover()
  }
  let closing: Promise<void> | null = null
  const close = async () => {
    parts.studies.close()
    measuring.close()
    await Promise.all([control.close(), runtime.close(), inspector.close()])
    prepared.close()
    store.close()
  }
  return {
    handlers: makeHandlers(parts),
    prepared,
    store,
    on: (event, listener) => events.on(event, listener),
    close: () => (closing ??= close()),
    kill: () => {
      measuring.close()
      control.kill()
    }
  }
}
