import { describe, expect, it } from 'vitest'
import { GrokscopeError } from '../../../shared/errors.ts'
import { parsePolynomial } from '../../../shared/numerics/polynomial.ts'

/** Residue of a BigInt, 0 … p − 1. */
const residue = (value: bigint, p: bigint): number => Number(((value % p) + p) % p)

function refusalOf(expression: string): GrokscopeError {
  try {
    parsePolynomial(expression)
  } catch (error) {
    if (error instanceof GrokscopeError) return error
    throw error
  }
  throw new Error(`${expression} was accepted`)
}

describe('a polynomial in x and y', () => {
  const examples: [string, (x: bigint, y: bigint) => bigint][] = [
    ['x + y', (x, y) => x + y],
    ['x^2 + x*y + y^2', (x, y) => x * x + x * y + y * y],
    ['x**3 - 2*x*y^2 + 7', (x, y) => x ** 3n - 2n * x * y * y + 7n],
    ['-x^2', (x) => -(x * x)],
    ['(-x)^3', (x) => (-x) ** 3n],
    ['x - y - 1', (x, y) => x - y - 1n],
    ['-(x - y) * +3', (x, y) => -(x - y) * 3n],
    ['2*-y', (_x, y) => -2n * y],
    ['(x + y)^64', (x, y) => (x + y) ** 64n],
    ['x^0', () => 1n],
    ['9007199254740991 * x', (x) => 9007199254740991n * x]
  ]

  it.each(examples)('%s has the residues of exact arithmetic', (expression, exact) => {
    const polynomial = parsePolynomial(expression)
    for (const p of [2, 7, 97, 1009]) {
      for (let x = 0; x < p; x += Math.ceil(p / 13)) {
        for (let y = 0; y < p; y += Math.ceil(p / 11)) {
          expect(polynomial(x, y, p)).toBe(residue(exact(BigInt(x), BigInt(y)), BigInt(p)))
        }
      }
    }
  })

  it('is never minus zero', () => {
    expect(Object.is(parsePolynomial('-x')(0, 0, 7), 0)).toBe(true)
    expect(Object.is(parsePolynomial('0 - x')(0, 0, 7), 0)).toBe(true)
  })

  it.each([
    ['', 'got nothing'],
    ['x +', 'ends too early'],
    ['2x', 'write products with *'],
    ['x y', 'write products with *'],
    ['(x', 'closing parenthesis is missing'],
    ['x)', ') was not expected'],
    ['x / y', '/ was not expected'],
    ['x % 2', '% was not expected'],
    ['x^y', 'whole number from 0 to 64, got y'],
    ['x^65', 'whole number from 0 to 64, got 65'],
    ['x^-1', 'whole number from 0 to 64, got -'],
    ['x^2^3', 'needs parentheses'],
    ['1.5*x', '1.5 is not x, y or a whole number'],
    ['1e400', '1e400 is not x, y or a whole number'],
    ['z', 'z is not x, y or a whole number'],
    ['x; y', '; was not expected'],
    ['constructor', 'constructor is not x, y or a whole number'],
    ['process.exit(1)', 'process is not x, y or a whole number'],
    ['9007199254740993', 'a whole number must be at most 9007199254740991, got 9007199254740993']
  ])('%j is refused', (expression, message) => {
    expect(refusalOf(expression)).toMatchObject({ code: 'expression/invalid' })
    expect(refusalOf(expression).message).toContain(message)
  })

  it('may be nested, but not without end', () => {
    expect(parsePolynomial(`${'('.repeat(40)}x${')'.repeat(40)}`)(3, 0, 7)).toBe(3)
    expect(refusalOf(`${'('.repeat(100_000)}x`).message).toContain('nested more than 50 deep')
    expect(refusalOf(`${'-'.repeat(100_000)}x`).message).toContain('nested more than 50 deep')
  })
})
