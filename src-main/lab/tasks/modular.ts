import { taskSize } from '../../../shared/config/task-size.ts'
import type { RunConfig } from '../../../shared/config/schema.ts'
import { parsePolynomial, type ModularPolynomial } from '../../../shared/numerics/polynomial.ts'
import { permutation, randomSource } from '../../../shared/numerics/random.ts'
import type { TaskData } from './task-data.ts'

type ModularConfig = Extract<RunConfig['task'], { kind: 'modular' }>

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
 * Every pair (x, y) of residues in order of x, then y, with its result; division leaves out y = 0 (Power et al. 2022).
 * The first ⌊fraction · pairs⌋ of a shuffle by the split seed are trained on. Throws `expression/invalid`.
 */
export function modularTask(config: ModularConfig): TaskData {
  const p = config.modulus
  const compute = operationOf(config)
  const size = taskSize(config)
  const inputs = new Int32Array(2 * size.total)
  const targets = new Int32Array(size.total)
  let row = 0
  for (let x = 0; x < p; x++) {
    for (let y = config.operation === 'divide' ? 1 : 0; y < p; y++, row++) {
      inputs.set([x, y], 2 * row)
      targets[row] = compute(x, y, p)
    }
  }
  const order = permutation(size.total, randomSource(config.splitSeed))
  return {
    inputs,
    targets,
    classes: p,
    tokens: p,
    trainIndices: order.slice(0, size.train).sort(),
    testIndices: order.slice(size.train).sort()
  }
}
