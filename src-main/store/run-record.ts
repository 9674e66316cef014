import * as v from 'valibot'
import type { RunConfig } from '../../shared/config/schema.ts'
import { checkFields, parseConfig } from '../../shared/config/validate.ts'
import { errorCodes, type ErrorCode } from '../../shared/errors.ts'
import { runStates, type RunRecord, type SeriesSummary } from '../../shared/run.ts'

/** A row of the table `run`. */
export interface RunRow {
  number: number
  id: string
  name: string
  state: string
  config: string
  preset: string | null
  parent_id: string | null
  parent_step: number | null
  created_at: number
  started_at: number | null
  ended_at: number | null
  training_seconds: number
  step: number
  memorization: number | null
  generalization: number | null
  tags: string
  notes: string
  starred: number
  locked: number
  deleted_at: number | null
  environment: string | null
  error: string | null
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorCodes, code)

/** Parts of a run that are kept as JSON, in the store and in bundles. */
export const tagsSchema = v.pipe(v.array(v.string()), v.transform((list) => [...new Set(list)]))
export const environmentSchema = v.strictObject({
  backend: v.picklist(['tensorflow', 'portable']), library: v.string(), device: v.string(), threads: v.number(), xla: v.boolean(), application: v.string()
})
export const runErrorSchema = v.object({
  code: v.custom<ErrorCode>(isErrorCode, 'expected an error code'), message: v.string(), detail: v.optional(v.unknown()), step: v.optional(v.number())
})
const stateSchema = v.picklist(runStates)

/** Stands in for a config that cannot be read, so that its run can still be listed, exported and deleted. */
let placeholder: RunConfig | null = null
function placeholderConfig(): RunConfig {
  placeholder ??= parseConfig({ task: { kind: 'modular' }, model: { kind: 'quadratic-mlp' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw' } })
  return structuredClone(placeholder)
}

interface Reader { findings: string[] }

function readJson<T>(reader: Reader, column: string, text: string | null, parse: (raw: unknown) => T): T | null {
  if (text === null) return null
  try {
    return parse(JSON.parse(text))
  } catch (error) {
    reader.findings.push(`${column}: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

/** Rules for new runs may have been added since the run was created; it is what it is. */
function readConfig(raw: unknown): RunConfig {
  const check = checkFields(raw)
  if (check.ok) return check.config
  throw new TypeError(check.issues.map(({ path, message }) => `${path} ${message}`).join('; '))
}

function readParent({ parent_id, parent_step }: RunRow): RunRecord['parent'] {
  return parent_id === null || parent_step === null ? null : { runId: parent_id, step: parent_step }
}

/** The record that a row stands for. A row that cannot be read becomes a failed run whose error says what is wrong with it; never throws. */
export function recordOf(row: RunRow, series: SeriesSummary[]): RunRecord {
  const reader: Reader = { findings: [] }
  const state = v.safeParse(stateSchema, row.state)
  if (!state.success) reader.findings.push(`state: ${JSON.stringify(row.state)} is not a state`)
  const config = readJson(reader, 'config', row.config, readConfig) ?? placeholderConfig()
  const tags = readJson(reader, 'tags', row.tags, (raw) => v.parse(tagsSchema, raw)) ?? []
  const environment = readJson(reader, 'environment', row.environment, (raw) => v.parse(environmentSchema, raw))
  const error = readJson(reader, 'error', row.error, (raw) => v.parse(runErrorSchema, raw))
  const isSound = reader.findings.length === 0 && state.success
  return {
    id: row.id,
    name: row.name,
    state: isSound ? state.output : 'failed',
    config,
    preset: row.preset,
    parent: readParent(row),
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    trainingSeconds: row.training_seconds,
    step: row.step,
    milestones: { memorization: row.memorization, generalization: row.generalization },
    series,
    tags,
    notes: row.notes,
    starred: row.starred === 1,
    locked: row.locked === 1,
    deletedAt: row.deleted_at,
    environment,
    error: isSound ? error : { code: 'store/damaged', message: `Parts of this run cannot be read from the store. ${reader.findings.join('. ')}` }
  }
}
