import * as v from 'valibot'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Snapshot } from '../trainer/protocol.ts'
import type { Connection } from './database.ts'
import { asFloat32, bytesOf, sha256 } from './hash.ts'

const shapeSchema = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))

/** The shape kept as JSON. Throws where it is none. */
export function parseShape(text: string): number[] {
  return v.parse(shapeSchema, JSON.parse(text))
}

/** Throws `request/invalid` where a tensor has another number of elements than its shape. */
export function refuseWrongShape(name: string, shape: readonly number[], length: number): void {
  const expected = shape.reduce((product, side) => product * side, 1)
  if (expected !== length) throw new GrokscopeError('request/invalid', `Tensor ${name} has ${length} elements, but its shape [${shape.join(', ')}] needs ${expected}; nothing was written.`)
}

interface SnapshotRow { shape: string; hash: Buffer; data: Buffer }
interface SnapshotEntry { tensor: string; step: number; shape: string }

/** Kept tensors by run, name and step. */
export function openSnapshots(database: Connection) {
  const insert = database.prepare<[number, string, number, string, Uint8Array, Uint8Array]>(
    'INSERT OR REPLACE INTO snapshot (run, tensor, step, shape, hash, data) VALUES (?, ?, ?, ?, ?, ?)')
  const select = database.prepare<[number, string, number], SnapshotRow>('SELECT shape, hash, data FROM snapshot WHERE run = ? AND tensor = ? AND step = ?')
  const selectList = database.prepare<[number], SnapshotEntry>('SELECT tensor, step, shape FROM snapshot WHERE run = ? ORDER BY tensor, step')
  const removeAfter = database.prepare<[number, number]>('DELETE FROM snapshot WHERE run = ? AND step > ?')
  const copyUpTo = database.prepare<[{ from: number; to: number; step: number }]>(`
    INSERT OR REPLACE INTO snapshot (run, tensor, step, shape, hash, data)
    SELECT @to, tensor, step, shape, hash, data FROM snapshot WHERE run = @from AND step <= @step`)
  const selectAll = database.prepare<[], SnapshotRow & { run: number; tensor: string; step: number }>('SELECT run, tensor, step, shape, hash, data FROM snapshot')

  return {
    write(run: number, { tensor, step, shape, data }: Snapshot): void {
      refuseWrongShape(tensor, shape, data.length)
      insert.run(run, tensor, step, JSON.stringify(shape), sha256(data), bytesOf(data))
    },

    read(run: { id: string; number: number }, tensor: string, step: number): Snapshot {
      const row = select.get(run.number, tensor, step)
      if (row === undefined) throw new GrokscopeError('snapshot/missing', `Run ${run.id} has no snapshot of ${tensor} at step ${step}.`)
      if (!sha256(row.data).equals(row.hash)) {
        throw new GrokscopeError('store/damaged', `The snapshot of ${tensor} at step ${step} of run ${run.id} does not match its hash. Run "grokscope doctor".`)
      }
      return { tensor, step, shape: parseShape(row.shape), data: asFloat32(row.data) }
    },

    /** Tensors by name with the steps at which they were kept; the shape is that of the last. */
    list(run: number): { tensor: string; steps: Float64Array; shape: number[] }[] {
      const byTensor = new Map<string, { steps: number[]; shape: string }>()
      for (const { tensor, step, shape } of selectList.iterate(run)) {
        const entry = byTensor.get(tensor)
        if (entry === undefined) byTensor.set(tensor, { steps: [step], shape })
        else { entry.steps.push(step); entry.shape = shape }
      }
      return [...byTensor].map(([tensor, { steps, shape }]) => ({ tensor, steps: Float64Array.from(steps), shape: parseShape(shape) }))
    },

    truncate: (run: number, step: number): void => { removeAfter.run(run, step) },

    copy: (from: number, to: number, step: number): void => { copyUpTo.run({ from, to, step }) },

    * check(): Generator<{ run: number; finding: string }> {
      for (const { run, tensor, step, hash, data } of selectAll.iterate()) {
        if (!sha256(data).equals(hash)) yield { run, finding: `the snapshot of ${tensor} at step ${step} does not match its hash` }
      }
    }
  }
}

export type Snapshots = ReturnType<typeof openSnapshots>
