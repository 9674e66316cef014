import { writeFile } from 'node:fs/promises'
import { GrokscopeError } from '../../shared/errors.ts'
import { figureCsv } from '../../shared/figures/csv.ts'
import type { FigureData } from '../../shared/figures/data.ts'
import type { Parsed, PreparedExport } from '../../shared/rpc.ts'
import { writeBundle } from '../store/bundle/index.ts'
import type { RunStore } from '../store/run-store.ts'
import { writeCsv, type ExportedRun } from './export/csv.ts'
import { writeJson } from './export/json.ts'
import { writeNpz, type NumpyRun } from './export/npz.ts'
import { readFigureData } from './figure-data.ts'
import type { Inspector } from './inspector.ts'
import type { PreparedExports } from './prepared-exports.ts'

interface Sources {
  store: RunStore
  inspector: Inspector
  prepared: PreparedExports
  /** Folder of the bundled fonts. */
  fontFolder: string
}

const mediaTypes = {
  csv: 'text/csv', json: 'application/json', npz: 'application/x-npz', svg: 'image/svg+xml', png: 'image/png', bundle: 'application/x-grokscope-bundle'
} as const

/** A file name that every platform takes, after the run or the figure. */
export function fileNameFor(title: string, extension: string): string {
  const plain = title.normalize('NFKD').replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 80)
  return `${plain === '' ? 'grokscope' : plain}.${extension}`
}

function titleFor(store: RunStore, runIds: readonly string[]): string {
  const [first = ''] = runIds
  return runIds.length === 1 ? store.getRun(first).name : `${runIds.length} runs`
}

function* wholeRuns(store: RunStore, { runIds, names }: Parsed<'export.data'>): Generator<ExportedRun> {
  for (const runId of runIds) {
    const run = store.getRun(runId)
    const wanted = names ?? store.listSeries(runId).map((summary) => summary.name)
    yield { run, series: wanted.length === 0 ? [] : store.readSeries(runId, { names: wanted }) }
  }
}

function* numpyRuns(store: RunStore, parameters: Parsed<'export.data'>): Generator<NumpyRun> {
  for (const exported of wholeRuns(store, parameters)) {
    const { id } = exported.run
    const read = (tensor: string) => (step: number) => store.readSnapshot(id, tensor, step)
    yield { ...exported, snapshots: store.listSnapshots(id).map(({ tensor, steps }) => ({ tensor, steps, read: read(tensor) })) }
  }
}

/** Points, records and tensors of runs as a file. Throws `run/unknown`, and `request/invalid` for a series that no run has. */
export async function exportData({ store, prepared }: Sources, given: Parsed<'export.data'>): Promise<PreparedExport> {
  const parameters = { ...given, runIds: [...new Set(given.runIds)] }
  const known = new Set(parameters.runIds.flatMap((runId) => store.getRun(runId).series.map((summary) => summary.name)))
  const missing = (parameters.names ?? []).filter((name) => !known.has(name))
  if (missing.length > 0) {
    throw new GrokscopeError('request/invalid', `names: no run has the series ${missing.join(', ')}; expected some of ${[...known].sort().join(', ')}`)
  }
  const { format } = parameters
  const kind = { fileName: fileNameFor(titleFor(store, parameters.runIds), format), mediaType: mediaTypes[format] }
  return prepared.prepare(kind, async (file) => {
    if (format === 'csv') await writeCsv(file, wholeRuns(store, parameters))
    else if (format === 'json') await writeJson(file, wholeRuns(store, parameters))
    else await writeNpz(file, numpyRuns(store, parameters))
  })
}

/** Runs whole, to be taken to another machine. */
export async function exportBundle({ store, prepared }: Sources, { runIds }: Parsed<'export.bundle'>): Promise<PreparedExport> {
  const kind = { fileName: fileNameFor(titleFor(store, runIds), 'grokrun'), mediaType: mediaTypes.bundle }
  return prepared.prepare(kind, (file) => { writeBundle(store, runIds, file) })
}

/** What the file of an untitled figure is named after. */
function nameOf(data: FigureData): string {
  if (data.kind === 'points') return 'results'
  return data.kind === 'curves' ? data.runs.map((run) => run.name).join('-') : `${data.run.name}-${data.kind}-step-${data.step}`
}

/** A figure as the interface shows it, or the data in it. */
export async function exportFigure(sources: Sources, { spec, format }: Parsed<'export.figure'>): Promise<PreparedExport> {
  const data = await readFigureData(sources.store, sources.inspector, spec)
  const title = spec.title === '' ? nameOf(data) : spec.title
  const kind = { fileName: fileNameFor(title, format), mediaType: mediaTypes[format] }
  return sources.prepared.prepare(kind, async (file) => {
    if (format === 'csv') return writeFile(file, figureCsv(spec, data))
    // ECharts takes longer to load than most commands take to run.
    const { figurePng, figureSvg } = await import('./figure-svg.ts')
    await writeFile(file, format === 'svg' ? figureSvg(spec, data) : figurePng(spec, data, sources.fontFolder))
  })
}

/** The SVG file of a figure as text, for the page to show before it is saved. */
export async function previewFigure({ store, inspector }: Sources, { spec }: Parsed<'export.preview'>): Promise<{ svg: string }> {
  const { figureSvg } = await import('./figure-svg.ts')
  return { svg: figureSvg(spec, await readFigureData(store, inspector, spec)) }
}
