import path from 'node:path'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Handlers, ImportReport } from '../../shared/rpc.ts'
import { readBundle } from '../store/bundle/index.ts'
import { exportBundle, exportData, exportFigure, previewFigure } from './exports.ts'
import { forkRun } from './fork.ts'
import type { Parts } from './parts.ts'
import { createRun } from './run-edits.ts'

/** Every method of the contract, a line or two each; the work is in the parts. */
export function makeHandlers(parts: Parts): Handlers {
  return {
    ...applicationHandlers(parts), ...runHandlers(parts), ...readingHandlers(parts), ...measureHandlers(parts), ...studyHandlers(parts),
    ...fileHandlers(parts)
  }
}

type Group<Prefix extends string> = { [K in keyof Handlers as K extends `${Prefix}.${string}` ? K : never]: Handlers[K] }

function requireWritable({ store }: Parts): void {
  if (store.readOnly !== null) throw new GrokscopeError('store/read-only', `nothing can be changed: ${store.readOnly}`)
}

function applicationHandlers(parts: Parts): Group<'app' | 'runtime' | 'settings' | 'views'> {
  const { store, settings, runtime, machine, control, options } = parts
  return {
    'app.info': () => ({ version: options.version, dataFolder: options.dataFolder, readOnly: store.readOnly, storeBytes: store.sizeBytes(), machine }),
    'app.check': () => {
      const findings = store.check()
      return { ok: findings.length === 0, findings }
    },
    'runtime.status': () => runtime.status(),
    'runtime.install': () => runtime.install(),
    'runtime.cancel': () => runtime.cancel(),
    'runtime.check': () => runtime.check(),
    'settings.get': () => settings.current,
    'settings.set': (changes) => {
      requireWritable(parts)
      const changed = settings.change(changes)
      control.settingsChanged()
      return changed
    },
    'views.get': ({ key }) => settings.view(key),
    'views.set': ({ key, value }) => {
      requireWritable(parts)
      settings.setView(key, value)
      return null
    }
  }
}

function runHandlers(parts: Parts): Group<'runs' | 'queue'> {
  const { store, control, bin, events } = parts
  const act = (action: (runIds: string[]) => void | Promise<void>) => async ({ runIds }: { runIds: string[] }) => {
    requireWritable(parts)
    await action([...new Set(runIds)])
    return null
  }
  return {
    'runs.list': ({ bin: inBin }) => store.listRuns({ bin: inBin }),
    'runs.get': ({ runId }) => store.getRun(runId),
    'runs.create': (parameters) => {
      requireWritable(parts)
      const run = createRun(store, parameters)
      control.enqueue([run.id])
      return store.getRun(run.id)
    },
    'runs.fork': (parameters) => {
      requireWritable(parts)
      const run = forkRun(store, parameters)
      control.enqueue([run.id])
      return store.getRun(run.id)
    },
    'runs.pause': act((runIds) => control.pause(runIds)),
    'runs.resume': act((runIds) => control.resume(runIds)),
    'runs.stop': act((runIds) => control.stop(runIds)),
    'runs.delete': act((runIds) => bin.delete(runIds)),
    'runs.restore': act((runIds) => bin.restore(runIds)),
    'runs.purge': act((runIds) => bin.purge(runIds)),
    'runs.annotate': ({ runId, ...changes }) => {
      requireWritable(parts)
      const run = store.changeRun(runId, changes)
      events.emit('runs.changed', { runIds: [runId] })
      return run
    },
    'queue.get': () => control.queueState,
    'queue.reorder': act((runIds) => control.reorder(runIds))
  }
}

function readingHandlers({ store, inspector }: Parts): Group<'series' | 'snapshots' | 'checkpoints' | 'inspect'> {
  return {
    'series.read': ({ runIds, ...query }) => runIds.flatMap((runId) => store.readSeries(runId, query)),
    'snapshots.list': ({ runId }) => store.listSnapshots(runId),
    'snapshots.read': ({ runId, tensor, step }) => {
      const { shape, data } = store.readSnapshot(runId, tensor, step)
      return { shape, data }
    },
    'checkpoints.list': ({ runId }) => store.listCheckpoints(runId),
    'inspect.projection': (parameters) => inspector.projection(parameters),
    'inspect.plane': (parameters) => inspector.plane(parameters),
    'inspect.spectrum': (parameters) => inspector.spectrum(parameters)
  }
}

function studyHandlers(parts: Parts): Group<'studies'> {
  const { studies } = parts
  return {
    'studies.list': () => studies.list(),
    'studies.get': (choice) => studies.get(choice),
    'studies.start': (choice) => {
      requireWritable(parts)
      return studies.start(choice)
    },
    'studies.stop': ({ name }) => {
      requireWritable(parts)
      studies.stop(name)
      return null
    }
  }
}

function measureHandlers(parts: Parts): Group<'measures'> {
  const { measuring } = parts
  return {
    'measures.start': ({ runIds, names }) => {
      requireWritable(parts)
      return measuring.start(runIds, names)
    },
    'measures.cancel': ({ measurementIds }) => {
      measuring.cancel(measurementIds)
      return null
    },
    'measures.list': () => measuring.list
  }
}

function fileHandlers(parts: Parts): Group<'export' | 'import'> {
  const { store, inspector, prepared, events, options } = parts
  const sources = { store, inspector, prepared, fontFolder: options.fontFolder }
  const read = (file: string): ImportReport => {
    requireWritable(parts)
    const report = readBundle(store, file)
    if (report.imported.length > 0) events.emit('runs.changed', { runIds: report.imported })
    return report
  }
  return {
    'export.figure': (parameters) => exportFigure(sources, parameters),
    'export.preview': (parameters) => previewFigure(sources, parameters),
    'export.data': (parameters) => exportData(sources, parameters),
    'export.bundle': (parameters) => exportBundle(sources, parameters),
    'import.bundle': ({ uploadId }) => {
      try {
        return read(prepared.findUpload(uploadId))
      } finally {
        prepared.discardUpload(uploadId)
      }
    },
    'import.samples': () => read(path.join(options.assetsFolder, 'samples.grokrun'))
  }
}
