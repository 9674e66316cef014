import { GrokscopeError } from '../errors.ts'

/** Evaluates a polynomial at (x, y) modulo p; x, y in 0 … p − 1, result in 0 … p − 1. */
export type ModularPolynomial = (x: number, y: number, modulus: number) => number

const maximumExponent = 64
const maximumDepth = 50

function refuse(what: string): never {
  throw new GrokscopeError('expression/invalid',
    `expected a polynomial in x and y with whole coefficients, such as x^2 + x*y + y^2; ${what}`)
}

function tokenize(expression: string): string[] {
  const tokens = expression.match(/\d[\d.eE]*|[A-Za-z_]\w*|\*\*|\S/g) ?? []
  return tokens.map((token) => (token === '**' ? '^' : token))
}

const wrap = (value: number, modulus: number): number => ((value % modulus) + modulus) % modulus

function power(base: ModularPolynomial, exponent: number): ModularPolynomial {
  return (x, y, modulus) => {
    const factor = base(x, y, modulus)
    let product = wrap(1, modulus)
    for (let i = 0; i < exponent; i++) product = (product * factor) % modulus
    return product
  }
}

/** Recursive descent: sum → product → signed → power → atom. jsep and its kin read −x² as (−x)². */
class PolynomialParser {
  private position = 0
  private depth = 0
  private readonly tokens: readonly string[]

  constructor(tokens: readonly string[]) {
    this.tokens = tokens
  }

  parse(): ModularPolynomial {
    const result = this.sum()
    const rest = this.tokens[this.position]
    return rest === undefined ? result : refuse(`${rest} was not expected${/^[\w(]/.test(rest) ? ' (write products with *)' : ''}`)
  }

  private take(...wanted: string[]): string | undefined {
    const token = this.tokens[this.position]
    if (token === undefined || !wanted.includes(token)) return undefined
    this.position++
    return token
  }

  private sum(): ModularPolynomial {
    let left = this.product()
    for (let sign = this.take('+', '-'); sign !== undefined; sign = this.take('+', '-')) {
      const [a, b, factor] = [left, this.product(), sign === '+' ? 1 : -1]
      left = (x, y, modulus) => wrap(a(x, y, modulus) + factor * b(x, y, modulus), modulus)
    }
    return left
  }

  private product(): ModularPolynomial {
    let left = this.signed()
    while (this.take('*') !== undefined) {
      const [a, b] = [left, this.signed()]
      left = (x, y, modulus) => (a(x, y, modulus) * b(x, y, modulus)) % modulus
    }
    return left
  }

  private signed(): ModularPolynomial {
    const sign = this.take('+', '-')
    if (sign === undefined) return this.power()
    const inner = this.nested(() => this.signed())
    return sign === '+' ? inner : (x, y, modulus) => wrap(-inner(x, y, modulus), modulus)
  }

  private power(): ModularPolynomial {
    const base = this.atom()
    if (this.take('^') === undefined) return base
    const token = this.tokens[this.position++] ?? 'the end'
    const exponent = /^\d+$/.test(token) ? Number(token) : NaN
    if (!(exponent <= maximumExponent)) refuse(`an exponent must be a whole number from 0 to ${maximumExponent}, got ${token}`)
    if (this.tokens[this.position] === '^') refuse('a power of a power needs parentheses')
    return power(base, exponent)
  }

  private atom(): ModularPolynomial {
    const token = this.tokens[this.position++]
    if (token === undefined) return refuse('it ends too early')
    if (token === 'x') return (x) => x
    if (token === 'y') return (_x, y) => y
    if (token === '(') return this.parenthesized()
    if (!/^\d+$/.test(token)) return refuse(`${token} is not x, y or a whole number`)
    const value = Number(token)
    if (!Number.isSafeInteger(value)) return refuse(`a whole number must be at most ${Number.MAX_SAFE_INTEGER}, got ${token}`)
    return (_x, _y, modulus) => value % modulus
  }

  private parenthesized(): ModularPolynomial {
    const inner = this.nested(() => this.sum())
    return this.take(')') === undefined ? refuse('a closing parenthesis is missing') : inner
  }

  private nested(parse: () => ModularPolynomial): ModularPolynomial {
    if (++this.depth > maximumDepth) refuse(`it is nested more than ${maximumDepth} deep`)
    const result = parse()
    this.depth--
    return result
  }
}

/**
 * Parses a polynomial in x and y with whole coefficients; `^` or `**` is a power with a literal exponent.
 * Nothing of the text is executed. Throws `expression/invalid`.
 */
export function parsePolynomial(expression: string): ModularPolynomial {
  if (expression.trim() === '') return refuse('got nothing')
  return new PolynomialParser(tokenize(expression)).parse()
}
