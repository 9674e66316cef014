import { GrokscopeError } from '../errors.ts'

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~'

export interface Token {
  kind: 'word' | 'text' | 'operator' | 'and' | 'or' | 'not' | 'open' | 'close' | 'end'
  /** What was written; of a quoted text its content. */
  text: string
  /** Place in the filter, in characters from its start. */
  position: number
  length: number
}

/** Refuses a filter: what was expected, and where. `detail` is `{ position, length }`. */
export function refuseFilter(message: string, { position, length }: Pick<Token, 'position' | 'length'>): never {
  throw new GrokscopeError('filter/invalid', `${message} (at character ${position + 1})`, { position, length })
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ['=', '='], ['==', '='], ['!=', '!='], ['<>', '!='], ['≠', '!='], ['<', '<'], ['<=', '<='], ['≤', '<='],
  ['>', '>'], ['>=', '>='], ['≥', '>='], ['~', '~'], ['!~', '!~']
])

/** The operator that a token stands for; `=` for a token that is none. */
export function operatorOf(token: Token): Operator {
  return operators.get(token.text) ?? '='
}

const connectives: ReadonlyMap<string, Token['kind']> = new Map([
  ['and', 'and'], ['&&', 'and'], ['or', 'or'], ['||', 'or'], ['not', 'not'], ['!', 'not'], ['(', 'open'], [')', 'close']
])
const pattern = /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|&&|\|\||[!<>=]=|<>|!~|[=<>~≠≤≥!()]|[^\s()=<>~≠≤≥!"']+|./gu

function kindOf(text: string): Token['kind'] {
  if (operators.has(text)) return 'operator'
  return connectives.get(text.toLowerCase()) ?? (/^["'].+["']$|^(""|'')$/su.test(text) ? 'text' : 'word')
}

/** Cuts a filter into tokens, `end` last. Throws `filter/invalid` for a quote that is not closed. */
export function tokenizeFilter(filter: string): Token[] {
  const tokens: Token[] = []
  for (const match of filter.matchAll(pattern)) {
    const [text] = match
    if (text.trim() === '') continue
    const kind = kindOf(text)
    const token: Token = { kind, text, position: match.index, length: text.length }
    if (text === '"' || text === "'") refuseFilter('expected the text to end with the same quote', token)
    tokens.push(kind === 'text' ? { ...token, text: text.slice(1, -1).replace(/\\(.)/gsu, '$1') } : token)
  }
  return [...tokens, { kind: 'end', text: '', position: filter.length, length: 0 }]
}
