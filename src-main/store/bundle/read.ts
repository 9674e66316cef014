import * as v from 'valibot'
import { checkFields } from '../../../shared/config/validate.ts'
import { GrokscopeError } from '../../../shared/errors.ts'
import type { ImportReport } from '../../../shared/rpc.ts'
import type { RunState } from '../../../shared/run.ts'
import { sha256 } from '../hash.ts'
import type { RunChanges, RunStore } from '../run-store.ts'
import { invalidBundle } from './failures.ts'
import { defaultLimits, type BundleLimits } from './limits.ts'
import { bundleFormatVersion, formatSchema, manifestPath, manifestSchema, parsePath, runFileSchema, type Manifest, type RunPart } from './manifest.ts'
import { readCheckpointPart, readSeriesPart, readSnapshotsPart } from './parts.ts'
import { openZip, type ZipReader } from './zip-reader.ts'

interface BundleFile { path: string; part: RunPart; sha256: string }

/**
 * Imports the runs of a bundle of unknown origin, all of them in one transaction or none; runs that are there already are left
 * alone and reported. Throws `bundle/invalid`, `bundle/too-large` or `file/unreadable`, saying what is wrong.
 */
export function readBundle(store: RunStore, file: string, limits: BundleLimits = defaultLimits): ImportReport {
  const zip = openBundle(file, limits)
  try {
    const manifest = readManifest(zip, file)
    const filesOf = groupFiles(manifest, zip, file)
    return store.atomically(() => {
      const report: ImportReport = { imported: [], alreadyThere: [] }
      for (const id of manifest.runs) {
        if (store.hasRun(id)) {
          report.alreadyThere.push(id)
          continue
        }
        importRun({ store, zip, file }, id, filesOf.get(id) ?? [])
        report.imported.push(id)
      }
      return report
    })
  } finally {
    zip.close()
  }
}

function openBundle(file: string, limits: BundleLimits): ZipReader {
  try {
    return openZip(file, limits)
  } catch (error) {
    if (error instanceof GrokscopeError || !(error instanceof Error)) throw error
    throw new GrokscopeError('file/unreadable', `The bundle ${file} cannot be read: ${error.message}`)
  }
}

/** What `action` gives; whatever it throws becomes `bundle/invalid`, naming the part. */
function within<T>(file: string, path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof GrokscopeError && error.code !== 'request/invalid') throw error
    throw invalidBundle(file, `${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readManifest(zip: ZipReader, file: string): Manifest {
  const raw = within(file, manifestPath, (): unknown => JSON.parse(zip.read(manifestPath).toString('utf8')))
  const format = v.safeParse(formatSchema, raw)
  if (!format.success) throw invalidBundle(file, 'its manifest is not that of a Grokscope bundle')
  if (format.output.formatVersion > bundleFormatVersion) {
    throw invalidBundle(file, `it was made by a newer Grokscope (format ${format.output.formatVersion}; this one reads ${bundleFormatVersion})`)
  }
  return within(file, manifestPath, () => v.parse(manifestSchema, raw))
}

/** The files of each run. The manifest and the zip must list the same files, all of known kinds, each once. */
function groupFiles(manifest: Manifest, zip: ZipReader, file: string): Map<string, BundleFile[]> {
  const groups = new Map(manifest.runs.map((id): [string, BundleFile[]] => [id, []]))
  if (groups.size !== manifest.runs.length) throw invalidBundle(file, 'its manifest lists a run twice')
  for (const path of zip.entries.keys()) if (path !== manifestPath) refuseStrangePath(file, path)
  const listed = new Set<string>()
  for (const { path, bytes, sha256: hash } of manifest.files) {
    const place = refuseStrangePath(file, path)
    const group = groups.get(place.runId)
    if (group === undefined) throw invalidBundle(file, `${path} belongs to no run of its manifest`)
    if (listed.has(path)) throw invalidBundle(file, `its manifest lists ${path} twice`)
    if (zip.entries.get(path)?.unpackedBytes !== bytes) throw invalidBundle(file, `${path} is missing or has another size than its manifest says`)
    listed.add(path)
    group.push({ path, part: place.part, sha256: hash })
  }
  if (listed.size !== zip.entries.size - 1) throw invalidBundle(file, 'it has entries that its manifest does not list')
  return groups
}

function refuseStrangePath(file: string, path: string): { runId: string; part: RunPart } {
  const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(path)
  if (isAbsolute || path.split(/[/\\]/).includes('..')) throw invalidBundle(file, `entry ${JSON.stringify(path)} points outside of the bundle`)
  const place = parsePath(path)
  if (place === null) throw invalidBundle(file, `entry ${JSON.stringify(path)} is of no known kind`)
  return place
}

interface Import { store: RunStore; zip: ZipReader; file: string }

function importRun({ store, zip, file }: Import, id: string, files: readonly BundleFile[]): void {
  const record = files.find(({ part }) => part.kind === 'run')
  if (record === undefined) throw invalidBundle(file, `run ${id} has no run.json`)
  const changes = within(file, record.path, () => createRun(store, id, JSON.parse(readChecked(zip, file, record).toString('utf8'))))
  for (const entry of files) {
    const { part, path } = entry
    if (part.kind === 'run') continue
    const bytes = readChecked(zip, file, entry)
    within(file, path, () => {
      if (part.kind === 'series') store.write(id, { points: [readSeriesPart(bytes)] })
      else if (part.kind === 'snapshots') store.write(id, { snapshots: readSnapshotsPart(bytes, part.step) })
      else store.write(id, { checkpoints: [readCheckpointPart(bytes, part.step)] })
    })
  }
  store.changeRun(id, changes)
}

function readChecked(zip: ZipReader, file: string, { path, sha256: expected }: BundleFile): Buffer {
  const bytes = zip.read(path)
  if (sha256(bytes).toString('hex') !== expected) throw invalidBundle(file, `${path} does not match its hash`)
  return bytes
}

/** No trainer of this machine works on an imported run. */
function stateHere(state: RunState): RunState {
  return state === 'training' || state === 'queued' ? 'interrupted' : state
}

/** Creates the run; returns what is to be set once all of it is there. */
function createRun(store: RunStore, id: string, raw: unknown): RunChanges {
  const run = v.parse(runFileSchema, raw)
  if (run.id !== id) throw new TypeError(`it is of run ${run.id}`)
  const check = checkFields(run.config)
  if (!check.ok) throw new TypeError(`its config is not valid: ${check.issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`)
  const { name, preset, parent, tags, createdAt } = run
  store.createRun({ id, name, config: check.config, preset, parent, tags, createdAt })
  const { state, startedAt, endedAt, trainingSeconds, step, milestones, notes, starred, locked, environment, error } = run
  return { state: stateHere(state), startedAt, endedAt, trainingSeconds, step, milestones, notes, starred, locked, environment, error }
}
