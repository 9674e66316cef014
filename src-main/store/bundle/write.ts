import { randomBytes } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { GrokscopeError } from '../../../shared/errors.ts'
import { applicationVersion } from '../../../shared/version.ts'
import type { WireTensor } from '../../trainer/protocol.ts'
import { sha256 } from '../hash.ts'
import type { RunStore } from '../run-store.ts'
import { asStoreError } from '../sqlite-errors.ts'
import { defaultLimits } from './limits.ts'
import { bundleFormat, bundleFormatVersion, manifestPath, runFileOf, type Manifest } from './manifest.ts'
import { encodeTensors, type NamedTensor } from './safetensors.ts'
import { createZip } from './zip-writer.ts'

interface Part { path: string; data: Uint8Array }

/**
 * Writes runs whole (record, points, snapshots, checkpoints) to one file: a zip of JSON and safetensors files with a manifest of
 * their SHA-256 hashes. The file appears complete or not at all; equal runs give equal bytes. Throws `run/unknown`, `store/damaged`,
 * `file/unwritable`, `disk/full`, `bundle/too-large`.
 */
export function writeBundle(store: RunStore, ids: readonly string[], file: string): void {
  const part = `${file}.${randomBytes(6).toString('hex')}.part`
  try {
    writeParts(store, [...new Set(ids)].sort(), part)
    renameSync(part, file)
  } catch (error) {
    throw asStoreError(error, file)
  } finally {
    if (existsSync(part)) rmSync(part)
  }
}

function writeParts(store: RunStore, ids: readonly string[], file: string): void {
  if (ids.length === 0) throw new GrokscopeError('request/invalid', 'A bundle needs at least one run.')
  const files: Manifest['files'] = []
  const zip = createZip(file)
  try {
    for (const id of ids) {
      for (const { path, data } of partsOf(store, id)) {
        if (data.length > defaultLimits.entryBytes) throw new GrokscopeError('bundle/too-large', `${path} has ${data.length} bytes; a bundle takes up to ${defaultLimits.entryBytes} for one part.`)
        files.push({ path, bytes: data.length, sha256: sha256(data).toString('hex') })
        zip.add(path, data)
      }
    }
    const manifest: Manifest = { format: bundleFormat, formatVersion: bundleFormatVersion, application: applicationVersion, runs: [...ids], files }
    zip.add(manifestPath, jsonBytes(manifest))
    zip.finish()
  } catch (error) {
    zip.abandon()
    throw error
  }
}

function * partsOf(store: RunStore, id: string): Generator<Part> {
  const run = store.getRun(id)
  if (run.error?.code === 'store/damaged') throw new GrokscopeError('store/damaged', `Run ${id} cannot be bundled. ${run.error.message}`)
  yield { path: `runs/${id}/run.json`, data: jsonBytes(runFileOf(run)) }
  yield * seriesParts(store, id, run.series.map(({ name }) => name))
  yield * snapshotParts(store, id)
  for (const step of store.listCheckpoints(id)) {
    const { header, tensors } = store.readCheckpoint(id, step)
    const data = encodeTensors({ metadata: { header: JSON.stringify(header) }, tensors: tensors.map(namedTensor) })
    yield { path: `runs/${id}/checkpoints/${step}.safetensors`, data }
  }
}

function * seriesParts(store: RunStore, id: string, names: readonly string[]): Generator<Part> {
  for (const [index, series] of [...names].sort().entries()) {
    const [{ steps, values }] = store.readSeries(id, { names: [series] })
    const shape = [steps.length]
    const data = encodeTensors({ metadata: { series }, tensors: [{ name: 'steps', dtype: 'F64', shape, data: steps }, { name: 'values', dtype: 'F64', shape, data: values }] })
    yield { path: `runs/${id}/series/${index}.safetensors`, data }
  }
}

function * snapshotParts(store: RunStore, id: string): Generator<Part> {
  const tensorsAt = new Map<number, string[]>()
  for (const { tensor, steps } of store.listSnapshots(id)) {
    for (const step of steps) tensorsAt.set(step, [...(tensorsAt.get(step) ?? []), tensor])
  }
  for (const [step, names] of [...tensorsAt].sort(([a], [b]) => a - b)) {
    const tensors = names.map((name): NamedTensor => {
      const { shape, data } = store.readSnapshot(id, name, step)
      return { name, dtype: 'F32', shape, data }
    })
    yield { path: `runs/${id}/snapshots/${step}.safetensors`, data: encodeTensors({ metadata: {}, tensors }) }
  }
}

function namedTensor({ name, shape, data }: WireTensor): NamedTensor {
  return data instanceof Int32Array ? { name, dtype: 'I32', shape, data } : { name, dtype: 'F32', shape, data }
}

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}
