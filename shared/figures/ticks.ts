/** Limits of an axis and the places of its labels. */
export interface AxisScale {
  from: number
  to: number
  ticks: number[]
}

/** The round step nearest to span / count: 1, 2 or 5 times a power of ten. */
function niceStep(span: number, count: number): number {
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const [two, five, ten] = [Math.SQRT2, Math.sqrt(10), Math.sqrt(50)]
  const ratio = rough / power
  return Number(((ratio >= ten ? 10 : ratio >= five ? 5 : ratio >= two ? 2 : 1) * power).toPrecision(12))
}

/** Multiples of a round step inside [from, to], about `count` of them. */
export function linearTicks(from: number, to: number, count: number): number[] {
  if (!(to > from)) return [from]
  const step = niceStep(to - from, count)
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Digits 1, 2 and 5 of each decade inside [from, to], or 1 alone. */
function decadeTicks(from: number, to: number, digits: readonly number[], stride: number): number[] {
  const ticks: number[] = []
  const first = Math.floor(Math.log10(from) + 1e-9)
  for (let exponent = Math.ceil(first / stride) * stride - stride; exponent <= Math.log10(to) + 1e-9; exponent += stride) {
    for (const digit of digits) {
      const tick = Number(`${digit}e${exponent}`)
      if (tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9)) ticks.push(tick)
    }
  }
  return ticks
}

/**
 * Powers of ten inside [from, to], thinned to about `count`; with 2 and 5 between them over less than two decades;
 * linear ticks where even those are too few.
 */
export function logarithmicTicks(from: number, to: number, count: number): number[] {
  const decades = Math.log10(to / from)
  const ticks = decades >= 2 ? decadeTicks(from, to, [1], Math.ceil(decades / count)) : decadeTicks(from, to, [1, 2, 5], 1)
  return ticks.length >= 3 || decades >= 2 ? ticks : linearTicks(from, to, count)
}

/** Ticks of an axis of training steps: whole numbers, where there is one inside [from, to]. */
export function stepTicks(scale: 'linear' | 'logarithmic', from: number, to: number, count: number): number[] {
  const ticks = (scale === 'logarithmic' ? logarithmicTicks : linearTicks)(from, to, count)
  const whole = ticks.filter(Number.isInteger)
  return whole.length > 0 ? whole : ticks
}

/** A linear axis that ends on ticks. */
export function niceLinearScale(from: number, to: number, count: number): AxisScale {
  const [low, high] = to > from ? [from, to] : [from - (Math.abs(from) * 0.1 || 0.5), from + (Math.abs(from) * 0.1 || 0.5)]
  const step = niceStep(high - low, count)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
  return { from: ticks[0], to: ticks[ticks.length - 1], ticks }
}

/** A log axis that ends on powers of ten over more than a decade, else on 1, 2 or 5 times one. Limits must be above 0. */
export function niceLogarithmicScale(from: number, to: number, count: number): AxisScale {
  const digits = to / from > 10 ? [1] : [1, 2, 5]
  const low = decadeTicks(from / 10, from, digits, 1).at(-1) ?? from
  const high = decadeTicks(to, to * 10, digits, 1)[0] ?? to
  const limits = high > low ? { from: low, to: high } : { from: low / 2, to: low * 2 }
  return { ...limits, ticks: logarithmicTicks(limits.from, limits.to, count) }
}
