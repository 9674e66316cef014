import * as v from 'valibot'
import { GrokscopeError } from '../errors.ts'
import { didYouMean } from '../near-name.ts'
import { checkCombinations } from './combinations.ts'
import type { ConfigIssue } from './issue.ts'
import { knownFields } from './known-fields.ts'
import { twoReadings } from './number-text.ts'
import { runConfigSchema, type RunConfig } from './schema.ts'

export type ConfigCheck = { ok: true; config: RunConfig } | { ok: false; issues: ConfigIssue[] }

// What valibot has no words for.
const kindsOfNumber: Readonly<Record<string, string>> = { integer: 'a whole number', finite: 'a finite number' }

/** What the length of a text or a list is counted in. */
const countedIn = (input: unknown): string => (typeof input === 'string' ? 'characters' : 'items')

const namesIn = (expected: string): string[] => [...expected.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)

function unknownField(issue: v.BaseIssue<unknown>): string {
  const known = knownFields(runConfigSchema, issue)
  return `is not a known field; expected one of ${known.join(', ')}${didYouMean(String(issue.path?.at(-1)?.key), known)}`
}

function unexpected({ input, expected, type, received }: v.BaseIssue<unknown>): string {
  const readings = expected === 'number' && typeof input === 'string' ? twoReadings(input) : null
  if (readings !== null) return `expected ${readings.join(' or ')}, got ${received}, which may mean either`
  const what = expected ?? kindsOfNumber[type] ?? 'another value'
  return `expected ${what}, got ${received}${typeof input === 'string' ? didYouMean(input, namesIn(what)) : ''}`
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  const { input, expected, type, received } = issue
  if (expected === 'never') return unknownField(issue)
  if (input === undefined) return expected?.includes('"') === true ? `is missing; expected ${expected}` : 'is missing'
  if (type === 'max_length') return `expected at most ${String(issue.requirement)} ${countedIn(input)}, got ${received}`
  return unexpected(issue)
}

const describeIssue = (issue: v.BaseIssue<unknown>): ConfigIssue => ({ path: v.getDotPath(issue) ?? '', message: messageOf(issue) })

/** Fills defaults and checks a config field by field: enough for that of a run which was created by the rules of its time. Never throws. */
export function checkFields(raw: unknown): ConfigCheck {
  const parsed = v.safeParse(runConfigSchema, raw, { abortPipeEarly: true })
  return parsed.success ? { ok: true, config: parsed.output } : { ok: false, issues: parsed.issues.map(describeIssue) }
}

/** Fills defaults and checks a config of unknown origin, field by field, then in combination. Never throws. */
export function checkConfig(raw: unknown): ConfigCheck {
  const check = checkFields(raw)
  if (!check.ok) return check
  const issues = checkCombinations(check.config)
  return issues.length > 0 ? { ok: false, issues } : check
}

/** The config with its defaults. Throws `config/invalid`, naming each field and what was expected. */
export function parseConfig(raw: unknown): RunConfig {
  const check = checkConfig(raw)
  if (check.ok) return check.config
  const lines = check.issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`))
  throw new GrokscopeError('config/invalid', lines.join('\n'), check.issues)
}
