import type { TrainerHost } from '../trainer/protocol.ts'
import { openStore } from '../store/open.ts'
import { selfTestBy } from '../workbench/trainer-self-test.ts'
import { openWorkbench, type Workbench } from '../workbench/workbench.ts'
import { checkRuntime, defaultDataFolder, defaultRuntimeFolder, installRuntime, runtimeStatus } from '../runtime/index.ts'
import type { ToWorkbench } from './process-messages.ts'

/** Opens the store and the workbench on it, as the Electron shell wants them. Throws where the store cannot be opened. */
export function openForElectron(opening: Extract<ToWorkbench, { kind: 'open' }>, trainerHost: TrainerHost): Workbench {
  const { home, version, assetsFolder, fontFolder, inspectorWorker } = opening
  const dataFolder = home ?? defaultDataFolder()
  const runtimeFolder = defaultRuntimeFolder()
  const selfTest = selfTestBy(trainerHost)
  return openWorkbench({
    store: openStore(dataFolder, {}),
    trainerHost,
    runtime: {
      status: () => runtimeStatus(runtimeFolder),
      install: (onProgress, signal) => installRuntime(runtimeFolder, onProgress, signal, selfTest),
      check: (signal) => checkRuntime(runtimeFolder, selfTest, signal)
    },
    dataFolder, runtimeFolder, assetsFolder, fontFolder, inspectorWorker, version,
    autostart: true
  })
}
