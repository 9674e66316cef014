const thin = '\u202f'

/** Whole numbers with thin spaces between thousands: 7 583. */
export function formatCount(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, thin).replace(/^-/, '−')
}

/** How many of what there are: 1 run, 1 000 runs. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Text that was written for other places too, its numbers as everywhere on the page: 7,500 becomes 7 500. */
export function formatProse(text: string): string {
  return text.replace(/\b\d{1,3}(?:,\d{3})+\b/g, (number) => number.replaceAll(',', thin))
}

/** Any measured value in few characters: 0.001, 1e-8, 12.5; a dash for nothing. */
export function formatValue(value: unknown): string {
  return write(value, shortReal)
}

/** A value of a config, which someone chose: in full, so that two that differ look different. 20240517, 0.0100001, 1e-8. */
export function formatChosen(value: unknown): string {
  return write(value, exactReal)
}

function write(value: unknown, real: (value: number) => string): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'number') return Number.isFinite(value) ? real(value).replace('e+', 'e').replace(/^-/, '−') : unbounded(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((item) => write(item, real)).join(', ')
  return String(value)
}

function unbounded(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
}

const isTiny = (value: number) => value !== 0 && Math.abs(value) < 1e-3

function shortReal(value: number): string {
  const isLarge = Math.abs(value) >= 1e7
  if (Number.isInteger(value) && !isLarge) return formatCount(value)
  return isTiny(value) || isLarge ? value.toExponential(3).replace(/\.?0+e/, 'e') : String(Number(value.toPrecision(4)))
}

function exactReal(value: number): string {
  return isTiny(value) ? value.toExponential() : String(value)
}

/** A share of one with three places: 1.000, 0.182. */
export function formatShare(value: number): string {
  return value.toFixed(3)
}

/** 8 s, 12 min, 3 h 20 min, 2 d 4 h. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

export function formatRate(stepsPerSecond: number): string {
  const digits = stepsPerSecond >= 100 ? 0 : stepsPerSecond >= 10 ? 1 : 2
  return `${digits === 0 ? formatCount(stepsPerSecond) : stepsPerSecond.toFixed(digits)} steps/s`
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) { value /= 1000; unit++ }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`
}

/** Short for this year, with the year else; always with the time of day. */
export function formatTime(milliseconds: number, now = Date.now()): string {
  const date = new Date(milliseconds)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return date.toLocaleString('en-GB', { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }), hour: '2-digit', minute: '2-digit' })
}
