import { normals, type RandomSource } from '../../shared/numerics/random.ts'

/** Values of a tensor of the given shape at the start, in row order; each tensor has a random source of its own. */
export type Initializer = (shape: readonly number[], source: RandomSource) => Float32Array

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)

/** N(0, deviation²). */
export function normal(deviation: number): Initializer {
  return (shape, source) => normals(sizeOf(shape), source).map((value) => value * deviation)
}

/** Uniform in ± bound. */
export function uniform(bound: number): Initializer {
  return (shape, source) => Float32Array.from({ length: sizeOf(shape) }, () => (2 * source.uniform() - 1) * bound)
}

/** The same value everywhere. */
export function constant(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value)
}

/** Another initializer’s values times a factor. */
export function scaled(initializer: Initializer, factor: number): Initializer {
  return factor === 1 ? initializer : (shape, source) => initializer(shape, source).map((value) => value * factor)
}

