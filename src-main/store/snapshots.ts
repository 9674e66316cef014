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
  if (expected === length) return
  throw new GrokscopeError('request/invalid', `Tensor ${name} has ${length} elements, but its shape [${shape.join(', ')}] needs ${expected}; nothing was written.`)
}

interface SnapshotRow { shape: string; hash: Buffer; data: Buffer }
interface SnapshotEntry { tensor: string; step: number; shape: string }

function prepare(database: Connection) {
  return {
    insert: database.prepare<[number, string, number, string, Uint8Array, Uint8Array]>(
      'INSERT OR REPLACE INTO snapshot (run, tensor, step, shape, hash, data) VALUES (?, ?, ?, ?, ?, ?)'),
    select: database.prepare<[number, string, number], SnapshotRow>('SELECT shape, hash, data FROM snapshot WHERE run = ? AND tensor = ? AND step = ?'),
    list: database.prepare<[number], SnapshotEntry>('SELECT tensor, step, shape FROM snapshot WHERE run = ? ORDER BY tensor, step'),
    removeAfter: database.prepare<[number, number]>('DELETE FROM snapshot WHERE run = ? AND step > ?'),
    copyUpTo: database.prepare<[{ from: number; to: number; step: number }]>(`
      INSERT OR REPLACE INTO snapshot (run, tensor, step, shape, hash, data)
      SELECT @to, tensor, step, shape, hash, data FROM snapshot WHERE run = @from AND step <= @step`),
    all: database.prepare<[], SnapshotRow & { run: number; tensor: string; step: number }>('SELECT run, tensor, step, shape, hash, data FROM snapshot')
  }
}

/** Kept tensors by run, name and step. */
export class Snapshots {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Connection) {
    this.#sql = prepare(database)
  }

  /** Keeps a tensor, in place of one of that name at that step. */
  write(run: number, { tensor, step, shape, data }: Snapshot): void {
    refuseWrongShape(tensor, shape, data.length)
    this.#sql.insert.run(run, tensor, step, JSON.stringify(shape), sha256(data), bytesOf(data))
  }

  /** Throws `snapshot/missing`, or `store/damaged` where it does not match its hash. */
  read(run: { id: string; number: number }, tensor: string, step: number): Snapshot {
    const row = this.#sql.select.get(run.number, tensor, step)
    if (row === undefined) throw new GrokscopeError('snapshot/missing', `Run ${run.id} has no snapshot of ${tensor} at step ${step}.`)
    if (!sha256(row.data).equals(row.hash)) {
      throw new GrokscopeError('store/damaged', `The snapshot of ${tensor} at step ${step} of run ${run.id} does not match its hash. Run "grokscope doctor".`)
    }
    return { tensor, step, shape: parseShape(row.shape), data: asFloat32(row.data) }
  }

  /** Tensors by name with the steps at which they were kept; the shape is that of the last. */
  list(run: number): { tensor: string; steps: Float64Array; shape: number[] }[] {
    const byTensor = new Map<string, { steps: number[]; shape: string }>()
    for (const { tensor, step, shape } of this.#sql.list.iterate(run)) {
      const entry = byTensor.get(tensor)
      if (entry === undefined) byTensor.set(tensor, { steps: [step], shape })
      else { entry.steps.push(step); entry.shape = shape }
    }
    return [...byTensor].map(([tensor, { steps, shape }]) => ({ tensor, steps: Float64Array.from(steps), shape: parseShape(shape) }))
  }

  /** Drops snapshots after `step`. */
  truncate(run: number, step: number): void {
    this.#sql.removeAfter.run(run, step)
  }

  /** Copies snapshots up to `step` to another run. */
  copy(from: number, to: number, step: number): void {
    this.#sql.copyUpTo.run({ from, to, step })
  }

  /** What is wrong with any snapshot. */
  * check(): Generator<{ run: number; finding: string }> {
    for (const { run, tensor, step, hash, data } of this.#sql.all.iterate()) {
      if (!sha256(data).equals(hash)) yield { run, finding: `the snapshot of ${tensor} at step ${step} does not match its hash` }
    }
  }
}
