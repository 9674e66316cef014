import { expect, test } from 'vitest'
import { normalQuantile } from '../../../shared/numerics/normal-quantile.ts'

// √2 · erfinv(2p − 1) of mpmath 1.3.0, in 30 digits.
test.each([
  [0.6, 0.2533471031357998], [0.975, 1.9599639845400542], [0.995, 2.5758293035489008], [1e-6, -4.7534243088228989], [2 ** -24, -5.2947040848545981],
  [1e-12, -7.0344838253011319], [1e-100, -21.273453560965324]
])('a normal variable lies below the quantile of %d with that probability: %d', (p, expected) => {
  expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-12)
})

test('the quantiles of p and 1 − p differ in sign, and that of a half is 0', () => {
  expect(normalQuantile(0.5)).toBe(0)
  for (const p of [0.25, 0.01, 2 ** -24]) expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 8)
})
