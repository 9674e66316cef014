import * as v from 'valibot'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Checkpoint, WireTensor } from '../trainer/protocol.ts'
import type { Connection } from './database.ts'
import { asFloat32, asInt32, bytesOf, sha256 } from './hash.ts'
import { parseShape, refuseWrongShape } from './snapshots.ts'

const stepOrNull = v.nullable(v.number())

/** Headers may carry more than is known here; it is kept. */
export const checkpointHeaderSchema = v.looseObject({
  formatVersion: v.literal(1),
  backend: v.picklist(['tensorflow', 'portable']),
  rolling: v.optional(v.boolean(), false),
  milestones: v.looseObject({ memorization: stepOrNull, generalization: stepOrNull }),
  trainingSeconds: v.number()
})

interface TensorRow { name: string; dtype: 'float32' | 'int32'; shape: string; hash: Buffer; data: Buffer }

type Copy = { from: number; to: number; step: number }

function prepare(database: Connection) {
  return {
    insert: database.prepare<[number, number, string, number]>('INSERT INTO checkpoint (run, step, header, rolling) VALUES (?, ?, ?, ?)'),
    insertTensor: database.prepare<[number, number, number, string, string, string, Uint8Array, Uint8Array]>(
      'INSERT INTO checkpoint_tensor (run, step, position, name, dtype, shape, hash, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    header: database.prepare<[number, number], string>('SELECT header FROM checkpoint WHERE run = ? AND step = ?').pluck(),
    tensors: database.prepare<[number, number], TensorRow>(
      'SELECT name, dtype, shape, hash, data FROM checkpoint_tensor WHERE run = ? AND step = ? ORDER BY position'),
    steps: database.prepare<[number], number>('SELECT step FROM checkpoint WHERE run = ? ORDER BY step').pluck(),
    remove: database.prepare<[number, number]>('DELETE FROM checkpoint WHERE run = ? AND step = ?'),
    removeRolling: database.prepare<[number]>('DELETE FROM checkpoint WHERE run = ? AND rolling = 1'),
    removeAfter: database.prepare<[number, number]>('DELETE FROM checkpoint WHERE run = ? AND step > ?'),
    copyHeader: database.prepare<[Copy]>(
      'INSERT INTO checkpoint (run, step, header, rolling) SELECT @to, step, header, rolling FROM checkpoint WHERE run = @from AND step = @step'),
    copyTensors: database.prepare<[Copy]>(`
      INSERT INTO checkpoint_tensor (run, step, position, name, dtype, shape, hash, data)
      SELECT @to, step, position, name, dtype, shape, hash, data FROM checkpoint_tensor WHERE run = @from AND step = @step`),
    all: database.prepare<[], TensorRow & { run: number; step: number }>('SELECT run, step, name, dtype, shape, hash, data FROM checkpoint_tensor')
  }
}

/** Checkpoints by run and step, one row per tensor. */
export class Checkpoints {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Connection) {
    this.#sql = prepare(database)
  }

  /** Writes a checkpoint, in place of one at the same step and of the rolling one before it. */
  write(run: number, { step, header, tensors }: Checkpoint): void {
    for (const { name, shape, data } of tensors) refuseWrongShape(name, shape, data.length)
    this.#sql.remove.run(run, step)
    this.#sql.removeRolling.run(run)
    this.#sql.insert.run(run, step, JSON.stringify(header), header.rolling ? 1 : 0)
    tensors.forEach(({ name, dtype, shape, data }, position) => {
      this.#sql.insertTensor.run(run, step, position, name, dtype, JSON.stringify(shape), sha256(data), bytesOf(data))
    })
  }

  /** The checkpoint at exactly `step`, or the last. Throws `checkpoint/missing`, or `store/damaged` where it does not match its hashes. */
  read(run: { id: string; number: number }, step?: number): Checkpoint {
    const found = this.#stepOf(run, step)
    const header = v.safeParse(checkpointHeaderSchema, JSON.parse(this.#sql.header.get(run.number, found) ?? 'null'))
    if (!header.success) throw damagedCheckpoint(run.id, found, 'header')
    const tensors = this.#sql.tensors.all(run.number, found).map(({ name, dtype, shape, hash, data }): WireTensor => {
      if (!sha256(data).equals(hash)) throw damagedCheckpoint(run.id, found, name)
      return { name, shape: parseShape(shape), dtype, data: dtype === 'int32' ? asInt32(data) : asFloat32(data) }
    })
    return { step: found, tensors, header: header.output }
  }

  #stepOf(run: { id: string; number: number }, step: number | undefined): number {
    const steps = this.list(run.number)
    const found = step === undefined ? steps.at(-1) : steps.find((kept) => kept === step)
    if (found === undefined) throw missing(run.id, steps, step)
    return found
  }

  /** Steps of a run's checkpoints, ascending. */
  list(run: number): number[] {
    return this.#sql.steps.all(run)
  }

  /** Drops checkpoints after `step`. */
  truncate(run: number, step: number): void {
    this.#sql.removeAfter.run(run, step)
  }

  /** Copies the checkpoint at `step` to another run. Throws `checkpoint/missing`. */
  copy(from: { id: string; number: number }, to: number, step: number): void {
    const keys = { from: from.number, to, step: this.#stepOf(from, step) }
    this.#sql.copyHeader.run(keys)
    this.#sql.copyTensors.run(keys)
  }

  /** What is wrong with any checkpoint. */
  * check(): Generator<{ run: number; finding: string }> {
    for (const { run, step, name, hash, data } of this.#sql.all.iterate()) {
      if (!sha256(data).equals(hash)) yield { run, finding: `tensor ${name} of the checkpoint at step ${step} does not match its hash` }
    }
  }
}

function missing(runId: string, steps: readonly number[], step: number | undefined): GrokscopeError {
  if (steps.length === 0) return new GrokscopeError('checkpoint/missing', `Run ${runId} has no checkpoint yet.`)
  const nearest = steps.reduce((best, kept) => (Math.abs(kept - (step ?? 0)) < Math.abs(best - (step ?? 0)) ? kept : best))
  return new GrokscopeError('checkpoint/missing', `Run ${runId} has no checkpoint at step ${step}; the nearest is at step ${nearest}.`, { steps: [...steps] })
}

function damagedCheckpoint(runId: string, step: number, part: string): GrokscopeError {
  return new GrokscopeError('store/damaged', `The checkpoint at step ${step} of run ${runId} cannot be read (${part}). Resume from another one, or run "grokscope doctor".`)
}
