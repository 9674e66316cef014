import { parsePolynomial, type ModularPolynomial } from './polynomial.ts'

/** What decides the result of two residues. */
export interface ModularOperation {
  operation: 'add' | 'subtract' | 'multiply' | 'divide' | 'polynomial'
  /** Of the operation polynomial. */
  expression: string
  modulus: number
}

/** Inverses of 1 … p − 1 modulo a prime p, at their own index: p = ⌊p/a⌋·a + r gives a⁻¹ = −⌊p/a⌋·r⁻¹. */
export function modularInverses(prime: number): Int32Array {
  const inverses = new Int32Array(prime)
  inverses[1] = 1
  for (let a = 2; a < prime; a++) {
    inverses[a] = (prime - ((Math.floor(prime / a) * inverses[prime % a]) % prime)) % prime
  }
  return inverses
}

/** The result of two residues, 0 … p − 1; division needs a prime and y ≠ 0. Throws `expression/invalid`. */
export function modularOperation({ operation, expression, modulus }: ModularOperation): ModularPolynomial {
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

/** The powers 1, g, g², … g^(n−1) modulo p, up to the first that comes again. */
export function powersOf(generator: number, modulus: number): number[] {
  const powers = [1 % modulus]
  for (let power = generator % modulus; !powers.includes(power); power = (power * generator) % modulus) powers.push(power)
  return powers
}

/** The smallest g whose powers are all residues 1 … p − 1 of a prime p. Not every residue is one: 2 is none modulo 7. */
export function primitiveRoot(prime: number): number {
  for (let candidate = 1; candidate < prime; candidate++) if (powersOf(candidate, prime).length === prime - 1) return candidate
  throw new RangeError(`${prime} has no primitive root of the length ${prime - 1}; expected a prime`)
}
