import * as v from 'valibot'
import { runStates, type RunRecord } from '../../../shared/run.ts'
import { environmentSchema, runErrorSchema, tagsSchema } from '../run-record.ts'

export const bundleFormat = 'grokscope-bundle'
export const bundleFormatVersion = 1
export const manifestPath = 'manifest.json'

const step = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const runId = v.pipe(v.string(), v.regex(/^[a-z2-7]{10}$/, 'a run id of ten characters'))
const time = v.nullable(v.pipe(v.number(), v.finite()))
const stepOrNull = v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0)))

/** What every version of the format says of itself. */
export const formatSchema = v.looseObject({ format: v.literal(bundleFormat), formatVersion: v.pipe(v.number(), v.integer(), v.minValue(1)) })

export const manifestSchema = v.strictObject({
  format: v.literal(bundleFormat),
  formatVersion: v.literal(bundleFormatVersion),
  /** Version of Grokscope that wrote the bundle. */
  application: v.pipe(v.string(), v.maxLength(100)),
  runs: v.pipe(v.array(runId), v.minLength(1)),
  files: v.array(v.strictObject({ path: v.string(), bytes: step, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }))
})
export type Manifest = v.InferOutput<typeof manifestSchema>

/** `runs/<id>/run.json`: the record but for its series; the config is checked by `checkFields`. */
export const runFileSchema = v.strictObject({
  id: runId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  state: v.picklist(runStates),
  config: v.unknown(),
  preset: v.nullable(v.pipe(v.string(), v.maxLength(200))),
  parent: v.nullable(v.strictObject({ runId, step })),
  createdAt: v.pipe(v.number(), v.finite()),
  startedAt: time,
  endedAt: time,
  trainingSeconds: v.pipe(v.number(), v.finite(), v.minValue(0)),
  step,
  milestones: v.strictObject({ memorization: stepOrNull, generalization: stepOrNull }),
  tags: v.pipe(tagsSchema, v.maxLength(1000)),
  notes: v.pipe(v.string(), v.maxLength(1_000_000)),
  starred: v.boolean(),
  locked: v.boolean(),
  environment: v.nullable(environmentSchema),
  error: v.nullable(runErrorSchema)
})

type RunFile = Omit<RunRecord, 'series' | 'deletedAt'>

/** What `run.json` holds of a record, in a fixed order. */
export function runFileOf(run: RunRecord): RunFile {
  const { id, name, state, config, preset, parent, createdAt, startedAt, endedAt, trainingSeconds, step, milestones } = run
  const { tags, notes, starred, locked, environment, error } = run
  return {
    id, name, state, config, preset, parent, createdAt, startedAt, endedAt, trainingSeconds, step, milestones,
    tags, notes, starred, locked, environment, error
  }
}

export type RunPart = { kind: 'run' } | { kind: 'series' } | { kind: 'snapshots' | 'checkpoints'; step: number }

const partPattern = /^runs\/([a-z2-7]{10})\/(?:(run)\.json|(series|snapshots|checkpoints)\/(0|[1-9]\d{0,15})\.safetensors)$/

/** What an entry of a bundle is, or null where no bundle has such an entry. */
export function parsePath(path: string): { runId: string; part: RunPart } | null {
  const match = partPattern.exec(path)
  if (match === null) return null
  const [, id, , folder, number] = match
  if (folder === 'snapshots' || folder === 'checkpoints') return { runId: id, part: { kind: folder, step: Number(number) } }
  return { runId: id, part: { kind: folder === 'series' ? 'series' : 'run' } }
}
