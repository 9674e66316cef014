import type { RunRecord } from '../run.ts'
import type { FilterField } from './fields.ts'
import { operatorOf, refuseFilter, type Operator, type Token } from './tokens.ts'

export type RunTest = (run: RunRecord) => boolean

const orders: Partial<Record<Operator, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b, '!=': (a, b) => a !== b, '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b
}

const isMissing = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))
const isNone = (token: Token): boolean => token.kind === 'word' && /^(none|null)$/i.test(token.text)
const isNegative = (operator: Operator): boolean => operator === '!=' || operator === '!~'

function presence(field: FilterField, operator: Operator, token: Token): RunTest {
  if (operator !== '=' && operator !== '!=') refuseFilter(`${field.name} ${operator} none compares nothing: use = or !=`, token)
  return (run) => isMissing(field.read(run)) === (operator === '=')
}

function numberOf(field: FilterField, token: Token): number {
  const value = Number(token.text)
  if (token.text.trim() === '' || Number.isNaN(value)) refuseFilter(`expected a number for ${field.name}, got ${token.text}`, token)
  return value
}

function compareNumbers(field: FilterField, operator: Operator, token: Token): RunTest {
  const order = orders[operator] ?? refuseFilter(`${field.name} is a number: use =, !=, <, <=, > or >=`, token)
  const wanted = numberOf(field, token)
  return (run) => {
    const value = field.read(run)
    return typeof value === 'number' && !Number.isNaN(value) ? order(value, wanted) : operator === '!='
  }
}

/** First and last millisecond of a day, or the instant, that a date names; local time. */
function spanOf(field: FilterField, token: Token): [number, number] {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(token.text)
  const start = isDay || /^\d{4}-\d{2}-\d{2}T[\d:.]+Z?$/.test(token.text) ? new Date(isDay ? `${token.text}T00:00` : token.text) : new Date(NaN)
  if (Number.isNaN(start.getTime())) refuseFilter(`expected a day such as 2026-11-23 for ${field.name}, got ${token.text}`, token)
  const end = new Date(start)
  if (isDay) end.setDate(end.getDate() + 1)
  return [start.getTime(), isDay ? end.getTime() - 1 : start.getTime()]
}

function compareDates(field: FilterField, operator: Operator, token: Token): RunTest {
  if (operator === '~' || operator === '!~') refuseFilter(`${field.name} is a date: use =, !=, <, <=, > or >=`, token)
  const [first, last] = spanOf(field, token)
  const isWithin = (time: number) => time >= first && time <= last
  const tests: Record<Exclude<Operator, '~' | '!~'>, (time: number) => boolean> = {
    '=': isWithin, '!=': (time) => !isWithin(time), '<': (time) => time < first, '<=': (time) => time <= last, '>': (time) => time > last, '>=': (time) => time >= first
  }
  return (run) => tests[operator](Number(field.read(run)))
}

function compareSwitches(field: FilterField, operator: Operator, token: Token): RunTest {
  const wanted = /^(true|yes|on|1)$/i.test(token.text)
  if (!wanted && !/^(false|no|off|0)$/i.test(token.text)) refuseFilter(`expected true or false for ${field.name}, got ${token.text}`, token)
  if (operator !== '=' && operator !== '!=') refuseFilter(`${field.name} is true or false: use = or !=`, token)
  return (run) => (field.read(run) === wanted) === (operator === '=')
}

function textsOf(value: unknown): string[] {
  if (isMissing(value)) return []
  return (Array.isArray(value) ? value : [value]).map((item) => String(item).toLowerCase())
}

function compareTexts(field: FilterField, operator: Operator, token: Token): RunTest {
  if (operator !== '=' && operator !== '~' && !isNegative(operator)) refuseFilter(`${field.name} is text: use =, !=, ~ (contains) or !~`, token)
  const wanted = token.text.toLowerCase()
  const exact = operator === '=' || operator === '!='
  if (exact && field.values !== undefined && !field.values.includes(wanted)) {
    refuseFilter(`expected ${field.values.join(', ')} for ${field.name}, got ${token.text}`, token)
  }
  return (run) => textsOf(field.read(run)).some((text) => (exact ? text === wanted : text.includes(wanted))) !== isNegative(operator)
}

/**
 * The test that `field operator value` stands for. A missing value fits `!=`, `!~` and `= none` only. Text is compared
 * without regard to case; a list fits where one of its items does. Throws `filter/invalid`.
 */
export function comparison(field: FilterField, operatorToken: Token, value: Token): RunTest {
  const operator = operatorOf(operatorToken)
  if (isNone(value)) return presence(field, operator, operatorToken)
  if (field.kind === 'number') return compareNumbers(field, operator, operator === '~' || operator === '!~' ? operatorToken : value)
  if (field.kind === 'date') return compareDates(field, operator, value)
  return field.kind === 'switch' ? compareSwitches(field, operator, value) : compareTexts(field, operator, value)
}
