import { GrokscopeError } from '../errors.ts'
import type { RunRecord } from '../run.ts'
import { comparison, type RunTest } from './comparison.ts'
import { filterFields, findField, type FilterField, type FilterOptions } from './fields.ts'
import { refuseFilter, tokenizeFilter, type Token } from './tokens.ts'

const maximumLength = 2_000
const maximumDepth = 50

/** Recursive descent: or → and (also by mere succession) → not → parentheses, comparison, or a word to look for. */
class FilterParser {
  private position = 0
  private depth = 0
  private readonly tokens: readonly Token[]

  private readonly options: FilterOptions | undefined

  constructor(tokens: readonly Token[], options: FilterOptions | undefined) {
    this.tokens = tokens
    this.options = options
  }

  parse(): RunTest {
    const test = this.either()
    const rest = this.peek()
    return rest.kind === 'end' ? test : refuseFilter(`${rest.text} was not expected`, rest)
  }

  private peek(): Token {
    return this.tokens[this.position]
  }

  private take(kind: Token['kind']): Token | undefined {
    const token = this.peek()
    if (token.kind !== kind) return undefined
    this.position++
    return token
  }

  private either(): RunTest {
    const tests = [this.all()]
    while (this.take('or') !== undefined) tests.push(this.all())
    return tests.length === 1 ? tests[0] : (run) => tests.some((test) => test(run))
  }

  private all(): RunTest {
    const tests = [this.negated()]
    for (;;) {
      const joined = this.take('and') !== undefined
      if (!joined && !['word', 'text', 'open', 'not'].includes(this.peek().kind)) break
      tests.push(this.negated())
    }
    return tests.length === 1 ? tests[0] : (run) => tests.every((test) => test(run))
  }

  private negated(): RunTest {
    if (++this.depth > maximumDepth) refuseFilter(`it is nested more than ${maximumDepth} deep`, this.peek())
    const test = this.take('not') === undefined ? this.single() : this.inverse()
    this.depth--
    return test
  }

  private inverse(): RunTest {
    const test = this.negated()
    return (run) => !test(run)
  }

  private single(): RunTest {
    const open = this.take('open')
    if (open !== undefined) {
      const test = this.either()
      return this.take('close') === undefined ? refuseFilter('the parenthesis is not closed', open) : test
    }
    const quoted = this.take('text')
    if (quoted !== undefined) return lookFor(quoted.text)
    const word = this.take('word') ?? refuseFilter(`expected a field such as wd, or a word to look for, ${describe(this.peek())}`, this.peek())
    const operator = this.take('operator')
    if (operator === undefined) return bareWord(word, this.options)
    const value = this.take('word') ?? this.take('text')
      ?? refuseFilter(`expected a value after ${word.text} ${operator.text}, ${describe(this.peek())}`, this.peek())
    const field = fieldOf(word)
    return comparison({ ...field, read: (run) => field.read(run, this.options) }, operator, value)
  }
}

function describe(token: Token): string {
  return token.kind === 'end' ? 'but the filter ends' : `got ${token.text}`
}

function fieldOf(word: Token): FilterField {
  const field = findField(word.text)
  if (Array.isArray(field)) return refuseFilter(`${word.text} may mean ${field.join(' or ')}: write the whole path`, word)
  return field ?? refuseFilter(`${word.text} is not a field; expected one such as ${nearestFields(word.text).join(', ')}`, word)
}

function nearestFields(text: string): string[] {
  const wanted = text.toLowerCase()
  const names = filterFields().map(({ name }) => name)
  const near = names.filter((name) => name.toLowerCase().includes(wanted) || wanted.includes(name.toLowerCase()))
  return [...near, 'name', 'state', 'wd', 'lr', 'delay', 'test/accuracy'].slice(0, 5)
}

/** A word without operator: a switch, a tag after #, else a part of name, id, tags or preset. */
function bareWord(word: Token, options: FilterOptions | undefined): RunTest {
  const field = findField(word.text)
  if (field !== undefined && !Array.isArray(field) && field.kind === 'switch') return (run) => field.read(run, options) === true
  if (word.text.length > 1 && word.text.startsWith('#')) {
    const tag = word.text.slice(1).toLowerCase()
    return (run) => run.tags.some((one) => one.toLowerCase() === tag)
  }
  return lookFor(word.text)
}

function lookFor(text: string): RunTest {
  const wanted = text.toLowerCase()
  return ({ name, id, tags, preset }: RunRecord) =>
    [name, id, preset ?? '', ...tags].some((part) => part.toLowerCase().includes(wanted))
}

/**
 * The test that a filter stands for, for example `wd >= 0.1 and task = add`, `test/accuracy.max > 0.99 or state = training`,
 * `phase = grokking and delay > 1000`, `not (#old or notes ~ broken)`, `mainline`. An empty filter fits every run. Throws `filter/invalid` with
 * `detail: { position, length }`.
 */
export function parseFilter(filter: string, options?: FilterOptions): RunTest {
  if (filter.length > maximumLength) refuseFilter(`expected at most ${maximumLength} characters`, { position: maximumLength, length: 1 })
  return filter.trim() === '' ? () => true : new FilterParser(tokenizeFilter(filter), options).parse()
}

export type FilterCheck = { ok: true; test: RunTest } | { ok: false; message: string; position: number; length: number }

/** As `parseFilter`, for text that is being typed: never throws. */
export function checkFilter(filter: string, options?: FilterOptions): FilterCheck {
  try {
    return { ok: true, test: parseFilter(filter, options) }
  } catch (error) {
    if (!(error instanceof GrokscopeError) || error.code !== 'filter/invalid') throw error
    return { ok: false, message: error.message, ...(error.detail as { position: number; length: number }) }
  }
}
