import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { fromWireError } from '../../shared/errors.ts'
import type { MethodName, Parameters, Result, RuntimeStatus } from '../../shared/rpc.ts'
import type { RunRecord, RunState } from '../../shared/run.ts'
import type { Study } from '../../shared/studies/study.ts'
import { openStore } from '../../src-main/store/open.ts'
import { childProcessHost } from '../../src-main/workbench/child-process-host.ts'
import { dispatch } from '../../src-main/workbench/dispatch.ts'
import { localFolders } from '../../src-main/workbench/open-local.ts'
import type { RuntimeSource } from '../../src-main/workbench/runtime-service.ts'
import { openWorkbench, type Workbench } from '../../src-main/workbench/workbench.ts'

/** How a trainer behaves; one that is `absent` cannot be started. */
export type FakeMode = 'sound' | 'crash' | 'killed' | 'diverge' | 'flood' | 'deaf' | 'lingering' | 'preparing' | 'absent'

const fakeTrainer = fileURLToPath(new URL('fake-trainer.ts', import.meta.url))
const inspectorWorker = fileURLToPath(new URL('../../src-main/workbench/inspection-worker.ts', import.meta.url))
const status: RuntimeStatus = { usable: 'portable', library: 'none', device: 'none', reason: 'a test', installing: false }
const stillRuntime: RuntimeSource = {
  status: () => Promise.resolve(status), install: () => Promise.resolve(status), check: () => Promise.resolve({ findings: [] })
}

export interface TestOptions {
  mode?: FakeMode
  autostart?: boolean
  readOnly?: boolean
  /** Upper bound of the store, for a full disk. */
  maximumPages?: number
  keepPausedMs?: number
  runtime?: RuntimeSource
  studies?: readonly Study[]
}

export interface TestWorkbench {
  workbench: Workbench
  folder: string
  /** Changes how trainers that are started from now on behave. */
  behave: (mode: FakeMode) => void
  /** Environments with which trainers were started. */
  started: Record<string, string>[]
  call: <K extends MethodName>(method: K, parameters: Parameters<K>) => Promise<Result<K>>
  /** A new run of `steps` steps; it is queued at once. */
  create: (steps?: number, changes?: object) => Promise<RunRecord>
  /** Waits until a run is in one of the states. */
  until: (runId: string, ...states: RunState[]) => Promise<RunRecord>
}

export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'grokscope-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A small config that every part accepts. */
export function smallConfig(steps: number): object {
  const quick = presets.find((preset) => preset.name === 'quick')
  return { ...quick?.config, task: { kind: 'modular', modulus: 5, trainFraction: 0.5 }, stop: { maximumSteps: steps } }
}

/** The real workbench on a real store, with the fake trainer as real child processes. */
export function openTestWorkbench(folder: string, options: TestOptions = {}): TestWorkbench {
  let mode = options.mode ?? 'sound'
  const started: Record<string, string>[] = []
  const host = childProcessHost(fakeTrainer)
  const workbench = openWorkbench({
    store: openStore(folder, { readOnly: options.readOnly, maximumPages: options.maximumPages }),
    trainerHost: { start: (environment) => {
      if (mode === 'absent') throw new Error('the trainer cannot be started')
      started.push(environment)
      return host.start({ ...environment, FAKE_TRAINER: mode })
    } },
    runtime: options.runtime ?? stillRuntime,
    dataFolder: folder, runtimeFolder: folder, assetsFolder: localFolders.assets, fontFolder: localFolders.fonts, version: '1.2.3', inspectorWorker,
    studies: options.studies, autostart: options.autostart ?? true, keepPausedMs: options.keepPausedMs
  })
  const call = async <K extends MethodName>(method: K, parameters: Parameters<K>): Promise<Result<K>> => {
    const reply = await dispatch(workbench, method, parameters)
    if (!reply.ok) throw fromWireError(reply.error)
    return reply.value as Result<K>
  }
  const until = (runId: string, ...states: RunState[]) => new Promise<RunRecord>((resolve) => {
    const look = () => {
      const run = workbench.store.getRun(runId)
      if (!states.includes(run.state)) return
      stop()
      resolve(run)
    }
    const stop = workbench.on('runs.changed', ({ runIds }) => { if (runIds.includes(runId)) look() })
    look()
  })
  return {
    workbench, folder, started, call, until,
    behave: (next) => { mode = next },
    create: (steps = 100, changes = {}) => call('runs.create', { config: { ...smallConfig(steps), ...changes } })
  }
}

/** Opens workbenches on a folder that each test has for itself; after the test they are closed and the folder is gone. */
export function workbenchesOfEachTest(): (options?: TestOptions) => TestWorkbench {
  let place: ReturnType<typeof temporaryFolder>
  let open: TestWorkbench[] = []
  beforeEach(() => {
    place = temporaryFolder()
    open = []
  })
  afterEach(async () => {
    for (const test of open) await test.workbench.close()
    place.remove()
  })
  return (options) => {
    const test = openTestWorkbench(place.folder, options)
    open.push(test)
    return test
  }
}
