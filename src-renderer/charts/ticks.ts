import { type Range, type ScaleKind } from './axis.ts'

/** Places of an axis's labelled ticks and of the short unlabelled ones between them. */
export interface Ticks { labelled: number[]; minor: number[] }

/** About `count` ticks at round values: 1, 2 and 5 times powers of ten, and decades with 2–9 between them on a log axis. */
export function axisTicks(kind: ScaleKind, range: Range, count: number): Ticks {
  return kind === 'logarithmic' ? logarithmicTicks(range, count) : { labelled: linearTicks(range, count), minor: [] }
}

function linearTicks({ from, to }: Range, count: number): number[] {
  const rough = (to - from) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999) ?? 10 * power
  const ticks: number[] = []
  // Multiples of the step, not repeated addition: 0.3 stays 0.3.
  for (let index = Math.ceil(from / step - 1e-9); index * step <= to + step * 1e-9; index++) ticks.push(round(index * step, step))
  return ticks
}

function round(value: number, step: number): number {
  const digits = Math.max(0, Math.min(20, 1 - Math.floor(Math.log10(step))))
  return digits > 15 ? value : Number(value.toFixed(digits))
}

function logarithmicTicks({ from, to }: Range, count: number): Ticks {
  const decades = Math.log10(to / from)
  if (decades < 0.7) return { labelled: linearTicks({ from, to }, count), minor: [] }
  const first = Math.floor(Math.log10(from))
  const last = Math.ceil(Math.log10(to))
  const inside = (value: number) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)
  const labelled: number[] = []
  const minor: number[] = []
  const stride = Math.max(1, Math.ceil(decades / count))
  const factors = decades < 1.5 ? [1, 2, 3, 5] : decades < 2.5 && count >= 5 ? [1, 2, 5] : [1]
  for (let exponent = first; exponent <= last; exponent++) {
    for (let factor = 1; factor < 10; factor++) {
      const value = factor * 10 ** exponent
      if (!inside(value)) continue
      if (exponent % stride === 0 && factors.includes(factor)) labelled.push(Number(value.toPrecision(6)))
      else if (stride === 1 || factor === 1) minor.push(Number(value.toPrecision(6)))
    }
  }
  return { labelled, minor }
}

const superscript = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']

/** A tick's label: thousands with thin spaces, very small and large values as powers of ten. */
export function formatTick(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return powerOfTen(value)
  return group(String(Number(value.toPrecision(10))))
}

function powerOfTen(value: number): string {
  const [mantissa = '1', exponent = '0'] = Number(value.toPrecision(6)).toExponential().split('e')
  const raised = [...exponent.replace('+', '')].map((digit) => (digit === '-' ? '⁻' : superscript[Number(digit)])).join('')
  if (mantissa === '1') return `10${raised}`
  return mantissa === '-1' ? `−10${raised}` : `${mantissa.replace('-', '−')}·10${raised}`
}

function group(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replace('-', '−').replace(/\B(?=(\d{3})+$)/g, '\u2009')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** A step count as people read it: 7 580. */
export function formatStep(step: number): string {
  return group(String(Math.round(step)))
}

/** A measured value in at most `digits` significant digits; powers of ten where it is tiny or huge. */
export function formatValue(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(Math.max(0, digits - 2)).replace('e', ' e').replaceAll('-', '−')
  return group(value.toPrecision(digits).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''))
}
