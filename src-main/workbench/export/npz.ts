import { open } from 'node:fs/promises'
import { Zip, ZipPassThrough } from 'fflate'
import { GrokscopeError } from '../../../shared/errors.ts'
import type { SeriesData } from '../../../shared/rpc.ts'
import type { RunRecord } from '../../../shared/run.ts'
import type { Snapshot } from '../../trainer/protocol.ts'

type NumpyArray = Float32Array | Float64Array | Int32Array
const descriptors = { Float32Array: '<f4', Float64Array: '<f8', Int32Array: '<i4' } as const
// Without ZIP64, a ZIP file ends at 4 GiB.
const largestBytes = 2 ** 32 - 2 ** 20

function descriptor(data: NumpyArray): string {
  if (data instanceof Float32Array) return descriptors.Float32Array
  return data instanceof Float64Array ? descriptors.Float64Array : descriptors.Int32Array
}

/** An array in numpy's NPY format 1.0, row by row, little-endian. Source: numpy.lib.format. */
export function npyBytes(data: NumpyArray, shape: readonly number[]): Uint8Array {
  const dimensions = shape.length === 1 ? `${String(shape[0])},` : shape.join(', ')
  const text = `{'descr': '${descriptor(data)}', 'fortran_order': False, 'shape': (${dimensions}), }`
  const headerLength = Math.ceil((10 + text.length + 1) / 64) * 64 - 10
  const bytes = new Uint8Array(10 + headerLength + data.byteLength)
  bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0, headerLength & 255, headerLength >> 8])
  bytes.set(Buffer.from(`${text.padEnd(headerLength - 1)}\n`), 10)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + headerLength)
  return bytes
}

/** One run with its kept tensors, read one by one. */
export interface NumpyRun {
  run: RunRecord
  series: SeriesData[]
  snapshots: Iterable<{ tensor: string; steps: Float64Array; read: (step: number) => Snapshot }>
}

function* entries({ run, series, snapshots }: NumpyRun): Generator<[string, Uint8Array]> {
  yield [`${run.id}/run.json`, Buffer.from(JSON.stringify(run, null, 2))]
  for (const { name, steps, values } of series) {
    yield [`${run.id}/${name}/steps.npy`, npyBytes(steps, [steps.length])]
    yield [`${run.id}/${name}/values.npy`, npyBytes(values, [values.length])]
  }
  for (const { tensor, steps, read } of snapshots) {
    const frames = [...steps].map(read)
    const [first] = frames
    if (first === undefined) continue
    const stacked = new Float32Array(frames.length * first.data.length)
    frames.forEach((frame, index) => stacked.set(frame.data, index * first.data.length))
    yield [`${run.id}/snapshots/${tensor}/steps.npy`, npyBytes(steps, [steps.length])]
    yield [`${run.id}/snapshots/${tensor}/values.npy`, npyBytes(stacked, [frames.length, ...first.shape])]
  }
}

/**
 * Writes a NumPy archive: `<run>/<series>/steps` and `/values`, `<run>/snapshots/<tensor>/steps` and `/values`
 * ([steps, …shape]) and the record as `<run>/run.json`. Throws `request/invalid` beyond 4 GiB.
 */
export async function writeNpz(file: string, runs: Iterable<NumpyRun>): Promise<void> {
  const handle = await open(file, 'w')
  try {
    const chunks: Uint8Array[] = []
    let total = 0
    const zip = new Zip((error, chunk) => {
      if (error !== null) throw error
      chunks.push(chunk)
    })
    const drain = async () => {
      for (const chunk of chunks.splice(0)) {
        total += chunk.length
        if (total > largestBytes) throw new GrokscopeError('request/invalid', 'the export is larger than 4 GiB, which a NumPy archive cannot hold; export fewer runs at once')
        await handle.writeFile(chunk)
      }
    }
    for (const run of runs) {
      for (const [name, bytes] of entries(run)) {
        const entry = new ZipPassThrough(name)
        // A fixed time makes the archive reproducible; 1980 is the first that the format has.
        entry.mtime = new Date(1980, 0, 1)
        zip.add(entry)
        entry.push(bytes, true)
        await drain()
      }
    }
    zip.end()
    await drain()
  } finally {
    await handle.close()
  }
}
