import type { ModularConfig } from '../../shared/catalogue/tasks/index.ts'
import { modularOperation, powersOf, primitiveRoot } from '../../shared/numerics/modular-operation.ts'
import { isPrime } from '../../shared/numerics/primes.ts'

/** The results of all pairs, residues in some order. */
export interface AnswerTable {
  /** Residue of each row and column. */
  order: readonly number[]
  /** [rows, rows] place of each result in that order; −1 where there is none. */
  places: Int32Array
}

/**
 * The residue whose powers put multiplication in the order of addition: (Z/p)* and Z/(p − 1) are isomorphic (arXiv 2505.15624, §3.2). Null where
 * the operation is another, or p no prime.
 */
export function generatorOf({ operation, modulus }: ModularConfig): number | null {
  return (operation === 'multiply' || operation === 'divide') && isPrime(modulus) && modulus > 2 ? primitiveRoot(modulus) : null
}

/** All results of a task; with a generator g, for the residues 1, g, g², … alone and in that order. */
export function answerTable(task: ModularConfig, generator: number | null): AnswerTable {
  const { modulus, operation } = task
  const compute = modularOperation(task)
  const order = generator === null ? Array.from({ length: modulus }, (_, residue) => residue) : powersOf(generator, modulus)
  const placeOf = new Int32Array(modulus).fill(-1)
  order.forEach((residue, place) => { placeOf[residue] = place })
  const places = new Int32Array(order.length ** 2)
  order.forEach((x, row) => order.forEach((y, column) => {
    places[row * order.length + column] = operation === 'divide' && y === 0 ? -1 : placeOf[compute(x, y, modulus)]
  }))
  return { order, places }
}
