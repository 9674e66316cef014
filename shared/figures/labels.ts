import type { FigureRun } from './data.ts'

/** Which set a series was measured on; null for neither. */
export function splitOf(name: string): 'train' | 'test' | null {
  if (name.startsWith('train/')) return 'train'
  return name.startsWith('test/') ? 'test' : null
}

/** A series' quantity without its set: `loss` of `train/loss`. */
export function quantityOf(name: string): string {
  return splitOf(name) === null ? name : name.slice(name.indexOf('/') + 1)
}

/** A series' name in words: `train loss`, `weight norm: total`. */
export function seriesLabel(name: string): string {
  const split = splitOf(name)
  const words = quantityOf(name).replaceAll('-', ' ').replaceAll('/', ': ')
  return split === null ? words : `${split} ${words}`
}

/** Name of a panel's y axis: the quantity, or the family, that its series share; empty where they share none. */
export function valueAxisLabel(names: readonly string[]): string {
  const quantities = new Set(names.map(quantityOf))
  if (quantities.size === 1) return seriesLabel([...quantities][0])
  const families = new Set([...quantities].map((quantity) => quantity.split('/')[0]))
  return families.size === 1 ? seriesLabel([...families][0]) : ''
}

/** Names of runs in a legend: where two share a name, the id tells them apart. */
export function runLabels(runs: readonly FigureRun[]): Map<string, string> {
  const counts = new Map<string, number>()
  for (const { name } of runs) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Map(runs.map(({ id, name }) => [id, counts.get(name) === 1 ? name : `${name} (${id.slice(0, 4)})`]))
}

const superscripts: Record<string, string> = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' }

function powerOfTen(exponent: number): string {
  return `10${[...String(exponent)].map((digit) => superscripts[digit]).join('')}`
}

/** A number on an axis: thin-space groups, and powers of ten where plain digits would be long. */
export function axisNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    const exponent = Math.floor(Math.log10(size) + 1e-9)
    const power = powerOfTen(exponent)
    const mantissa = Number((value / 10 ** exponent).toPrecision(4))
    return mantissa === 1 ? power : `${String(mantissa).replace('-', '−')}·${power}`
  }
  const [whole, fraction] = String(Number(value.toPrecision(10))).replace('-', '−').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u2009')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** How the labels of an axis are written: where one of them must be a power of ten and all can be, all are. */
export function axisFormatter(ticks: readonly number[]): (value: number) => string {
  const asPowers = ticks.every((tick) => /^1e/.test(tick.toExponential())) && ticks.some((tick) => tick < 1e-3 || tick >= 1e6)
  return asPowers ? (value) => powerOfTen(Math.round(Math.log10(value))) : axisNumber
}

/** A whole number in running text, digits grouped as on the axes. */
export function stepLabel(step: number): string {
  return `step ${axisNumber(step)}`
}

/** A share as a percentage with one digit. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–'
}
