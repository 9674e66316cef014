import type { RunRecord } from '../run.ts'
import type { FilterField } from './fields.ts'
import { operatorOf, refuseFilter, type Operator, type Token } from './tokens.ts'

export type RunTest = (run: RunRecord) => boolean

/** `field operator value`; `sign` is the operator as written. */
interface Clause {
  field: FilterField
  operator: Operator
  sign: Token
  value: Token
}

const orders: Partial<Record<Operator, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b, '!=': (a, b) => a !== b, '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b
}

const isMissing = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))
const isNone = (token: Token): boolean => token.kind === 'word' && /^(none|null)$/i.test(token.text)
const isNegative = (operator: Operator): boolean => operator === '!=' || operator === '!~'

/** Nothing at all, also in a field that always has a list or a text. */
const isEmpty = (value: unknown): boolean => isMissing(value) || value === '' || (Array.isArray(value) && value.length === 0)

function presence({ field, operator, sign }: Clause): RunTest {
  if (operator !== '=' && operator !== '!=') refuseFilter(`${field.name} ${operator} none compares nothing: use = or !=`, sign)
  return (run) => isEmpty(field.read(run)) === (operator === '=')
}

function numberOf({ field, value }: Clause): number {
  const number = Number(value.text)
  if (value.text.trim() === '' || Number.isNaN(number)) refuseFilter(`expected a number for ${field.name}, got ${value.text}`, value)
  return number
}

function compareNumbers(clause: Clause): RunTest {
  const { field, operator, sign } = clause
  const order = orders[operator] ?? refuseFilter(`${field.name} is a number: use =, !=, <, <=, > or >=`, sign)
  const wanted = numberOf(clause)
  return (run) => {
    const value = field.read(run)
    return typeof value === 'number' && !Number.isNaN(value) ? order(value, wanted) : operator === '!='
  }
}

/** First and last millisecond of a day, or the instant, that a date names; local time. */
function spanOf({ field, value }: Clause): [number, number] {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value.text)
  const start = isDay || /^\d{4}-\d{2}-\d{2}T[\d:.]+Z?$/.test(value.text) ? new Date(isDay ? `${value.text}T00:00` : value.text) : new Date(NaN)
  if (Number.isNaN(start.getTime())) refuseFilter(`expected a day such as 2026-11-23 for ${field.name}, got ${value.text}`, value)
  const end = new Date(start)
  if (isDay) end.setDate(end.getDate() + 1)
  return [start.getTime(), isDay ? end.getTime() - 1 : start.getTime()]
}

function compareDates(clause: Clause): RunTest {
  const { field, operator, sign } = clause
  if (operator === '~' || operator === '!~') refuseFilter(`${field.name} is a date: use =, !=, <, <=, > or >=`, sign)
  const [first, last] = spanOf(clause)
  const isWithin = (time: number) => time >= first && time <= last
  const tests: Record<Exclude<Operator, '~' | '!~'>, (time: number) => boolean> = {
    '=': isWithin, '!=': (time) => !isWithin(time), '<': (time) => time < first, '<=': (time) => time <= last,
    '>': (time) => time > last, '>=': (time) => time >= first
  }
  return (run) => tests[operator](Number(field.read(run)))
}

function compareSwitches({ field, operator, sign, value }: Clause): RunTest {
  const wanted = /^(true|yes|on|1)$/i.test(value.text)
  if (operator !== '=' && operator !== '!=') refuseFilter(`${field.name} is true or false: use = or !=`, sign)
  if (!wanted && !/^(false|no|off|0)$/i.test(value.text)) refuseFilter(`expected true or false for ${field.name}, got ${value.text}`, value)
  return (run) => (field.read(run) === wanted) === (operator === '=')
}

function textsOf(value: unknown): string[] {
  if (isMissing(value)) return []
  return (Array.isArray(value) ? value : [value]).map((item) => String(item).toLowerCase())
}

function compareTexts({ field, operator, sign, value }: Clause): RunTest {
  if (operator !== '=' && operator !== '~' && !isNegative(operator)) refuseFilter(`${field.name} is text: use =, !=, ~ (contains) or !~`, sign)
  const wanted = value.text.toLowerCase()
  const exact = operator === '=' || operator === '!='
  if (exact && field.values !== undefined && !field.values.includes(wanted)) {
    refuseFilter(`expected ${field.values.join(', ')} for ${field.name}, got ${value.text}`, value)
  }
  return (run) => textsOf(field.read(run)).some((text) => (exact ? text === wanted : text.includes(wanted))) !== isNegative(operator)
}

/**
 * The test that `field operator value` stands for. A missing value fits `!=`, `!~` and `= none` only, where none is no value of the
 * field. Text is compared without regard to case; a list fits where one of its items does. Throws `filter/invalid`.
 */
export function comparison(field: FilterField, sign: Token, value: Token): RunTest {
  const clause: Clause = { field, operator: operatorOf(sign), sign, value }
  if (isNone(value) && field.values?.includes(value.text.toLowerCase()) !== true) return presence(clause)
  if (field.kind === 'number') return compareNumbers(clause)
  if (field.kind === 'date') return compareDates(clause)
  return field.kind === 'switch' ? compareSwitches(clause) : compareTexts(clause)
}
