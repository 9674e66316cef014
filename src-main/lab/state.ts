import type { StateSpec } from '../../shared/program.ts'
import { weightCount, type ParameterLayout } from './parameters.ts'

/** Tensors that live from step to step, with their values at the start. */
export type StateSpecs = Record<string, StateSpec>

/** A float32 tensor of the state, with the same value everywhere at the start. */
export function floats(shape: number[], value = 0): StateSpecs[string] {
  return { shape, dtype: 'float32', initial: new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(value) }
}

/** A vector over all weights, or a row of them for each of `rows`, zeros at the start. */
export function weightVectors(layout: ParameterLayout, rows: readonly number[] = []): StateSpecs[string] {
  return { ...floats([...rows, layout.size]), filling: layout.size - weightCount(layout) }
}

/** The same names behind a prefix. */
export function prefixed<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}/${name}`, value]))
}

/** What stands behind a prefix, by its local names. */
export function below<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  const start = `${prefix}/`
  const found = Object.entries(record).filter(([name]) => name.startsWith(start))
  return Object.fromEntries(found.map(([name, value]) => [name.slice(start.length), value]))
}
