import { describe, expect, it } from 'vitest'
import { isPrime } from '../../../shared/numerics/primes.ts'

describe('primes', () => {
  it('are those of the sieve of Eratosthenes, up to the largest modulus', () => {
    const limit = 1010
    const composite = new Set<number>()
    for (let i = 2; i < limit; i++) for (let j = 2 * i; j < limit; j += i) composite.add(j)
    for (let n = 0; n < limit; n++) expect([n, isPrime(n)]).toEqual([n, n >= 2 && !composite.has(n)])
  })

  it('are whole and positive', () => {
    for (const n of [-7, 2.5, NaN, Infinity]) expect(isPrime(n)).toBe(false)
  })
})
