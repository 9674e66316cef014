import type * as v from 'valibot'
import type { PolygonInputs } from '../../images/polygon-inputs.ts'

/** What a sequence model reads at one position: the value of an operand, shifted by `offset`, or always the same symbol. */
export type SequenceSlot = { operand: number; offset: number } | { symbol: number }

/** What is fixed by a task's config without making its examples. */
export interface TaskShape {
  /** Varying tokens of an example. */
  operands: number
  /** What a sequence model reads, position by position; the answer is read at the last. */
  sequence: readonly SequenceSlot[]
  /** Different token ids, symbols included. */
  vocabulary: number
  /** Token ids 0 … tokens − 1 stand for values of operands. */
  tokens: number
  /** Different values of the first operand: its tokens are 0 … residues − 1, the rows that an inspector shows. */
  residues: number
  /** Output classes. */
  classes: number
  /** What the images show, for a task of images. */
  images?: PolygonInputs
}

/** Examples of a task before and after its split; what is in neither set is not used. */
export interface TaskSize {
  total: number
  train: number
  test: number
}

/** One thing that is wrong with a task: `field` is relative to the task. */
export interface TaskIssue {
  field: string
  message: string
}

/** A kind of task: its schema, and all that is known of it before its examples are made. */
export interface TaskKind<Schema extends v.GenericSchema> {
  schema: Schema
  shape(config: v.InferOutput<Schema>): TaskShape
  size(config: v.InferOutput<Schema>): TaskSize
  /** Rules that join several fields. */
  check(config: v.InferOutput<Schema>): TaskIssue[]
  /** A short name of what is learned, such as `add mod 97`. */
  title(config: v.InferOutput<Schema>): string
}
