/** Significant digits of a bound that a message names. */
const digits = 3

function rounded(value: number, toWhole: (scaled: number) => number): number {
  if (value === 0) return 0
  const exponent = digits - 1 - Math.floor(Math.log10(Math.abs(value)))
  // A share such as 1 − 0.9 lies a rounding error beside the number that is meant.
  const scaled = value * 10 ** exponent
  const whole = Math.abs(scaled - Math.round(scaled)) < 1e-9 ? Math.round(scaled) : toWhole(scaled)
  return Number(`${whole}e${-exponent}`)
}

/** A least value in few digits, as a message names it: never below what is needed, so that what it asks for is accepted. */
export const leastInWords = (value: number): number => rounded(value, Math.ceil)

/** A largest value likewise, never above what is allowed. */
export const mostInWords = (value: number): number => rounded(value, Math.floor)
