import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Study } from '../../shared/studies/study.ts'
import { applicationVersion } from '../../shared/version.ts'
import { checkRuntime, defaultDataFolder, defaultRuntimeFolder, installRuntime, runtimeStatus } from '../runtime/index.ts'
import { openStore } from '../store/open.ts'
import type { RunStore } from '../store/run-store.ts'
import type { TrainerHost } from '../trainer/protocol.ts'
import { childProcessHost } from './child-process-host.ts'
import type { RuntimeSource } from './runtime-service.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

export interface LocalOptions {
  /** The data folder; null for the platform's. */
  home: string | null
  /** `write`: refuses where another process writes. `any`: reads only in that case. */
  access: 'write' | 'any'
  /** True in a shell that stays open: runs left in the queue go on by themselves. */
  autostart: boolean
  trainerHost?: TrainerHost
  /** Studies in place of those of the catalogue. */
  studies?: readonly Study[]
}

const lockPatienceMs = 2000
const root = fileURLToPath(new URL('../..', import.meta.url))

/** The checkout's folders that a shell in plain Node reads from. GROKSCOPE_PAGE names a page that was built elsewhere. */
export const localFolders = {
  assets: path.join(root, 'assets'),
  fonts: path.join(root, 'node_modules', 'source-sans', 'TTF'),
  renderer: process.env.GROKSCOPE_PAGE ?? path.join(root, 'dist', 'renderer')
} as const

const inspectorWorker = fileURLToPath(new URL('inspection-worker.ts', import.meta.url))

/** Waits a moment for a writer that is only passing, such as a command that lists runs. */
async function openForWriting(dataFolder: string): Promise<RunStore> {
  const deadline = Date.now() + lockPatienceMs
  for (;;) {
    try {
      return openStore(dataFolder, { readOnly: false })
    } catch (error) {
      if (!(error instanceof GrokscopeError) || error.code !== 'store/locked' || Date.now() > deadline) throw error
    }
    await wait(100)
  }
}

/** TensorFlow in a folder, tested by processes of plain Node. */
function runtimeIn(folder: string): RuntimeSource {
  return {
    status: () => runtimeStatus(folder),
    install: (progress, signal) => installRuntime(folder, progress, signal),
    check: (signal) => checkRuntime(folder, undefined, signal)
  }
}

/** Opens the workbench in this process, with trainers as its children. Throws what `openStore` throws. */
export async function openLocalWorkbench({ home, access, autostart, trainerHost, studies }: LocalOptions): Promise<Workbench> {
  const dataFolder = path.resolve(home ?? defaultDataFolder())
  const runtimeFolder = defaultRuntimeFolder()
  const store = access === 'write' ? await openForWriting(dataFolder) : openStore(dataFolder)
  return openWorkbench({
    store, dataFolder, runtimeFolder, autostart, inspectorWorker, studies,
    trainerHost: trainerHost ?? childProcessHost(),
    runtime: runtimeIn(runtimeFolder),
    assetsFolder: localFolders.assets, fontFolder: localFolders.fonts, version: applicationVersion
  })
}
