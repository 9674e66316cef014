import { plainTaskSize, taskShape, type ModularConfig } from '../../../shared/catalogue/tasks/index.ts'
import { parsePolynomial, type ModularPolynomial } from '../../../shared/numerics/polynomial.ts'
import { splitChoice } from '../../../shared/config/split-choice.ts'
import { splitPairs } from '../../../shared/numerics/splits/index.ts'
import type { PlainTask } from './task-data.ts'

/** Inverses of 1 … p − 1 modulo a prime p, at their own index: p = ⌊p/a⌋·a + r gives a⁻¹ = −⌊p/a⌋·r⁻¹. */
export function modularInverses(prime: number): Int32Array {
  const inverses = new Int32Array(prime)
  inverses[1] = 1
  for (let a = 2; a < prime; a++) {
    inverses[a] = (prime - ((Math.floor(prime / a) * inverses[prime % a]) % prime)) % prime
  }
  return inverses
}

function operationOf({ operation, expression, modulus }: ModularConfig): ModularPolynomial {
  switch (operation) {
    case 'add': return (x, y, p) => (x + y) % p
    case 'subtract': return (x, y, p) => (x - y + p) % p
    case 'multiply': return (x, y, p) => (x * y) % p
    case 'divide': {
      const inverses = modularInverses(modulus)
      return (x, y, p) => (x * inverses[y]) % p
    }
    case 'polynomial': return parsePolynomial(expression)
  }
}

/**
 * Every pair (x, y) of residues in order of x, then y, with its result; division leaves out y = 0 (Power et al. 2022). Split by
 * `splitPairs`. Throws `expression/invalid`.
 */
export function modularTask(config: ModularConfig): PlainTask {
  const p = config.modulus
  const compute = operationOf(config)
  const { total } = plainTaskSize(config)
  const inputs = new Int32Array(2 * total)
  const targets = new Int32Array(total)
  let row = 0
  for (let x = 0; x < p; x++) {
    for (let y = config.operation === 'divide' ? 1 : 0; y < p; y++, row++) {
      inputs.set([x, y], 2 * row)
      targets[row] = compute(x, y, p)
    }
  }
  const { train, test } = splitPairs(inputs, splitChoice(config), config.splitSeed)
  return { ...taskShape(config), inputs, targets, trainIndices: train, testIndices: test }
}
