/**
 * Seeded random numbers that are the same on every platform: only integer arithmetic, + − × ÷ and square roots are used,
 * which IEEE 754 fixes to the last bit. `Math.log` and its kin are not fixed, so the logarithm below is our own.
 */
export interface RandomSource {
  /** The next 32 bits as a whole number in 0 … 2³² − 1. */
  bits(): number
  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Uniform whole number in 0 … bound − 1; bound in 1 … 2³². */
  below(bound: number): number
}

const rotateLeft = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

function* splitmix32(seed: number): Generator<number, never> {
  let state = seed >>> 0
  for (;;) {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    yield (mixed ^ (mixed >>> 15)) >>> 0
  }
}

/** Natural logarithm of a positive normal number to 1 ulp or so, by the same steps on every platform. */
export function portableLog(x: number): number {
  let mantissa = x
  let exponent = 0
  while (mantissa < Math.SQRT1_2) { mantissa *= 2; exponent-- }
  while (mantissa >= Math.SQRT2) { mantissa /= 2; exponent++ }
  const t = (mantissa - 1) / (mantissa + 1)
  const square = t * t
  let series = 0
  for (let odd = 23; odd >= 1; odd -= 2) series = series * square + 1 / odd
  return 2 * t * series + exponent * Math.LN2
}

/** xoshiro128** of Blackman and Vigna (2018). */
class Xoshiro128 implements RandomSource {
  private readonly state: Uint32Array
  private spare: number | null = null

  constructor(state: Uint32Array) {
    this.state = state
  }

  bits(): number {
    const s = this.state
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0
    const shifted = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= shifted
    s[3] = rotateLeft(s[3], 11)
    return result
  }

  uniform(): number {
    const high = this.bits() >>> 5
    const low = this.bits() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** Marsaglia's polar method; the second number of each pair is kept for the next call. */
  normal(): number {
    if (this.spare !== null) {
      const value = this.spare
      this.spare = null
      return value
    }
    for (;;) {
      const [u, v] = [2 * this.uniform() - 1, 2 * this.uniform() - 1]
      const square = u * u + v * v
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * portableLog(square)) / square)
      this.spare = v * factor
      return u * factor
    }
  }

  below(bound: number): number {
    const limit = 4294967296 - (4294967296 % bound)
    for (;;) {
      const bits = this.bits()
      if (bits < limit) return bits % bound
    }
  }
}

/** A generator from one or more seeds (whole numbers, taken modulo 2³²); different lists give independent streams. */
export function randomSource(...seeds: readonly number[]): RandomSource {
  const state = new Uint32Array(4)
  let chained = 0
  for (const seed of seeds) {
    const words = splitmix32((seed ^ chained) >>> 0)
    for (let i = 0; i < 4; i++) state[i] = (rotateLeft(state[i], 7) + words.next().value) >>> 0
    chained = words.next().value
  }
  if (state.every((word) => word === 0)) state[0] = 1
  return new Xoshiro128(state)
}

/** Standard normals, rounded to float32. */
export function normals(count: number, source: RandomSource): Float32Array {
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = source.normal()
  return values
}

/** Shuffles in place (Fisher–Yates) and returns the same array. */
export function shuffle<T extends { length: number; [index: number]: number }>(items: T, source: RandomSource): T {
  for (let i = items.length - 1; i > 0; i--) {
    const j = source.below(i + 1)
    const kept = items[i]
    items[i] = items[j]
    items[j] = kept
  }
  return items
}

/** The whole numbers 0 … count − 1 in random order. */
export function permutation(count: number, source: RandomSource): Int32Array {
  return shuffle(Int32Array.from({ length: count }, (_, i) => i), source)
}
