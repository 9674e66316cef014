import { readFileSync } from 'node:fs'
import { presets } from '../../shared/config/presets.ts'
import { checkConfig } from '../../shared/config/validate.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import { didYouMean } from '../../shared/near-name.ts'

export interface ConfigSource {
  /** As it was given: not yet checked. */
  config: unknown
  preset: string | null
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new GrokscopeError('file/unreadable', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A JSON file, or standard input for `-`. Throws `file/unreadable`, or `code` where it is not JSON. */
export function readJson(file: string, code: 'config/invalid' | 'figure/invalid'): unknown {
  const text = readText(file)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new GrokscopeError(code, `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The config that CONFIG stands for: a preset by its name, else a JSON file. Throws `preset/unknown` for what can be neither. */
export function readConfig(reference: string): ConfigSource {
  const preset = presets.find((known) => known.name === reference)
  if (preset !== undefined) return { config: preset.config, preset: preset.name }
  if (reference === '-' || /[./\\]/.test(reference)) return { config: readJson(reference, 'config/invalid'), preset: null }
  const names = presets.map((known) => known.name)
  throw new GrokscopeError('preset/unknown',
    `there is no preset "${reference}"; expected one of ${names.join(', ')}, or a JSON file such as ./${reference}.json${didYouMean(reference, names)}`)
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is to be set, and the whole path, for a message. */
interface Setting { value: unknown; path: string }

function withValue(target: unknown, keys: readonly string[], setting: Setting): unknown {
  const [key, ...rest] = keys
  const { value } = setting
  if (key === undefined) return value
  if (Array.isArray(target) || (target === undefined && /^\d+$/.test(key))) return withItem(target ?? [], [key, ...rest], setting)
  const record = isRecord(target) ? target : {}
  const isOtherKind = key === 'kind' && rest.length === 0 && record.kind !== value
  // Fields of another kind would only be refused: a new kind begins with its defaults.
  if (isOtherKind) return { kind: value }
  const own = Object.hasOwn(record, key) ? record[key] : undefined
  return { ...record, [key]: withValue(own, rest, setting) }
}

/** In a list a key is a place, the next free one included, or a kind: that of an item, else of one to be added. */
function withItem(items: readonly unknown[], [key, ...rest]: readonly [string, ...string[]], setting: Setting): unknown[] {
  const place = items.findIndex((item) => isRecord(item) && item.kind === key)
  const index = /^\d+$/.test(key) ? Number(key) : place < 0 ? items.length : place
  if (index > items.length) throw new GrokscopeError('config/invalid', `${setting.path}: the list has ${items.length} items; expected a place from 0 to ${items.length}, got ${key}`)
  const old = items[index] ?? (/^\d+$/.test(key) ? undefined : { kind: key })
  return [...items.slice(0, index), withValue(old, rest, setting), ...items.slice(index + 1)]
}

/** Applies `path=value` settings in their order. Values are JSON where they can be read so, else text. */
export function applySettings(config: unknown, settings: readonly string[]): unknown {
  // With its defaults a config has its lists, so that a setting can put something into them.
  const check = checkConfig(config)
  let changed: unknown = check.ok ? check.config : config
  for (const setting of settings) {
    const separator = setting.indexOf('=')
    if (separator < 1) throw new GrokscopeError('config/invalid', `--set ${setting}: expected path=value, for example optimizer.weightDecay=0.5`)
    const path = setting.slice(0, separator).trim()
    changed = withValue(changed, path.split('.'), { value: parseValue(setting.slice(separator + 1)), path })
  }
  return changed
}
