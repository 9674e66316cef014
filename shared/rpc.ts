import * as v from 'valibot'
import type { CommandId } from './commands.ts'
import type { RunConfig } from './config/schema.ts'
import type { WireError } from './errors.ts'
import { figureSpecSchema } from './figures/spec.ts'
import type { Measurement } from './measurement.ts'
import { longestName, type ComputeEnvironment, type RunRecord } from './run.ts'
import { settingsSchema, type Settings } from './settings.ts'
import type { StudyReport, StudySummary } from './studies/report.ts'
import { studyScales } from './studies/study.ts'

/** State of the TensorFlow installation and of what training would use now. */
export interface RuntimeStatus {
  usable: 'tensorflow' | 'portable'
  library: string
  device: string
  /** Why TensorFlow is not used; null where it is. */
  reason: string | null
  installing: boolean
}

export interface ApplicationInfo {
  version: string
  dataFolder: string
  /** Why the store cannot be written, or null. */
  readOnly: string | null
  storeBytes: number
  machine: { processors: number; memoryBytes: number; platform: string }
}

/**
 * Points of one series. With `pixels` set: of each bin the points of lowest and highest finite value, and the first and last of all.
 * `minimum` and `maximum`, where present, hold the extrema of the bin that a point stands for; the store gives real points instead.
 */
export interface SeriesData {
  runId: string
  name: string
  steps: Float64Array
  values: Float64Array
  minimum?: Float64Array
  maximum?: Float64Array
}

export interface SnapshotList { tensor: string; steps: Float64Array; shape: number[] }

/** Projections of every snapshot onto principal components: `coordinates` is [steps, tokens, components]. */
export interface Projection {
  steps: Float64Array
  tokens: number
  components: number
  coordinates: Float32Array
  /** [steps, components], share of that snapshot's variance, 0 … 1. */
  explained: Float32Array
}

/** Every snapshot on the plane that one frequency spans in the last: `coordinates` is [steps, tokens, 2], around each snapshot's mean. */
export interface PlaneFrames { steps: Float64Array; tokens: number; coordinates: Float32Array }

/** `norms` is [steps, ⌊p/2⌋ + 1]: norm of the embedding's component at each frequency. */
export interface Spectrum { steps: Float64Array; frequencies: number; norms: Float32Array; gini: Float32Array }

export interface QueueState {
  training: string[]
  queued: string[]
  /** Seconds until the queue is empty; null while unknown. */
  secondsLeft: number | null
}

/** A file made ready by the workbench; the host brings it to the user. */
export interface PreparedExport { exportId: string; fileName: string; mediaType: string; sizeBytes: number }

export interface ImportReport { imported: string[]; alreadyThere: string[] }

const call = <Result>() => <S extends v.GenericSchema>(parameters: S) => ({ parameters }) as { parameters: S; readonly result?: Result }

const none = v.strictObject({})
const runId = v.pipe(v.string(), v.regex(/^[a-z2-7]{10}$/, 'expected a run id of ten characters'))
const runIds = v.pipe(v.array(runId), v.minLength(1), v.maxLength(10_000))
const step = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longestName))
const tensor = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const tag = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
const tags = v.pipe(v.array(tag), v.maxLength(50), v.transform((list) => [...new Set(list)]))
const studyChoice = v.strictObject({
  name, scale: v.picklist(studyScales), seeds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)))
})
const uploadId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/))

/** Every method of the workbench: its parameters, checked at run time, and its result. Configs are checked by `parseConfig`. */
export const methods = {
  'app.info': call<ApplicationInfo>()(none),
  'app.check': call<{ ok: boolean; findings: string[] }>()(none),
  'runtime.status': call<RuntimeStatus>()(none),
  'runtime.install': call<RuntimeStatus>()(none),
  /** Ends an installation that is under way; where none is, it only says how things stand. */
  'runtime.cancel': call<RuntimeStatus>()(none),
  /** Hashes what is installed and runs its self-test; no findings where all is well. */
  'runtime.check': call<{ findings: string[] }>()(none),
  'settings.get': call<Settings>()(none),
  'settings.set': call<Settings>()(v.partial(settingsSchema)),
  'views.get': call<unknown>()(v.strictObject({ key: tensor })),
  'views.set': call<null>()(v.strictObject({ key: tensor, value: v.unknown() })),
  'runs.list': call<RunRecord[]>()(v.strictObject({ bin: v.optional(v.boolean(), false) })),
  'runs.get': call<RunRecord>()(v.strictObject({ runId })),
  'runs.create': call<RunRecord>()(v.strictObject({ config: v.unknown(), name: v.optional(name), preset: v.optional(tensor), tags: v.optional(tags) })),
  'runs.pause': call<null>()(v.strictObject({ runIds })),
  'runs.resume': call<null>()(v.strictObject({ runIds })),
  'runs.stop': call<null>()(v.strictObject({ runIds })),
  'runs.fork': call<RunRecord>()(v.strictObject({ runId, step, config: v.optional(v.unknown()), name: v.optional(name) })),
  'runs.delete': call<null>()(v.strictObject({ runIds })),
  'runs.restore': call<null>()(v.strictObject({ runIds })),
  'runs.purge': call<null>()(v.strictObject({ runIds })),
  'runs.annotate': call<RunRecord>()(v.strictObject({
    runId, name: v.optional(name), notes: v.optional(v.pipe(v.string(), v.maxLength(100_000))), tags: v.optional(tags),
    starred: v.optional(v.boolean()), locked: v.optional(v.boolean())
  })),
  'queue.get': call<QueueState>()(none),
  'queue.reorder': call<null>()(v.strictObject({ runIds })),
  'series.read': call<SeriesData[]>()(v.strictObject({
    runIds, names: v.pipe(v.array(tensor), v.minLength(1), v.maxLength(200)),
    fromStep: v.optional(v.number()), toStep: v.optional(v.number()),
    pixels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20_000))),
    logarithmicSteps: v.optional(v.boolean(), false)
  })),
  'snapshots.list': call<SnapshotList[]>()(v.strictObject({ runId })),
  'snapshots.read': call<{ shape: number[]; data: Float32Array }>()(v.strictObject({ runId, tensor, step })),
  'checkpoints.list': call<number[]>()(v.strictObject({ runId })),
  /** Queues measures on the checkpoints of each run; what is queued already is not queued twice. Points of its series are replaced. */
  'measures.start': call<Measurement[]>()(v.strictObject({ runIds, names: v.pipe(v.array(tensor), v.minLength(1), v.maxLength(100)) })),
  /** Ends measurements that wait or are under way. */
  'measures.cancel': call<null>()(v.strictObject({ measurementIds: v.pipe(v.array(step), v.minLength(1), v.maxLength(10_000)) })),
  /** What waits, what is under way, and the last hundred that ended in this session. */
  'measures.list': call<Measurement[]>()(none),
  'inspect.projection': call<Projection>()(v.strictObject({ runId, tensor, fit: v.picklist(['each', 'last', 'all']), components: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(3)), 3) })),
  'inspect.plane': call<PlaneFrames>()(v.strictObject({ runId, tensor, frequency: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)) })),
  'inspect.spectrum': call<Spectrum>()(v.strictObject({ runId, tensor })),
  'studies.list': call<StudySummary[]>()(none),
  /** Verdicts and figure are computed from what is stored at this moment. Without `seeds` the study's own number. */
  'studies.get': call<StudyReport>()(studyChoice),
  /** Trains what is missing, goes on with what was left, and computes checkpoint measures that are missing; answers at once. */
  'studies.start': call<StudyReport>()(studyChoice),
  /** Stops the runs that the study has begun, after a last checkpoint; `studies.start` goes on with them. */
  'studies.stop': call<null>()(v.strictObject({ name })),
  'export.figure': call<PreparedExport>()(v.strictObject({ spec: figureSpecSchema, format: v.picklist(['svg', 'png', 'csv']) })),
  /** The very file that `export.figure` makes, as text, for the page to show. */
  'export.preview': call<{ svg: string }>()(v.strictObject({ spec: figureSpecSchema })),
  'export.data': call<PreparedExport>()(v.strictObject({ runIds, format: v.picklist(['csv', 'json', 'npz']), names: v.optional(v.array(tensor)) })),
  'export.bundle': call<PreparedExport>()(v.strictObject({ runIds })),
  'import.bundle': call<ImportReport>()(v.strictObject({ uploadId })),
  'import.samples': call<ImportReport>()(none)
} as const

export type Methods = typeof methods
export type MethodName = keyof Methods
/** What a caller may leave out is optional here; handlers get `Parsed`. */
export type Parameters<K extends MethodName> = v.InferInput<Methods[K]['parameters']>
export type Parsed<K extends MethodName> = v.InferOutput<Methods[K]['parameters']>
export type Result<K extends MethodName> = Exclude<Methods[K]['result'], undefined>
export type Handlers = { [K in MethodName]: (parameters: Parsed<K>) => Result<K> | Promise<Result<K>> }
export type Reply<K extends MethodName = MethodName> = { ok: true; value: Result<K> } | { ok: false; error: WireError }

/** Live state of a training run, a few times a second. */
export interface RunProgress {
  runId: string
  step: number
  maximumSteps: number
  stepsPerSecond: number
  /** Seconds spent training, over all sessions. */
  trainingSeconds: number
  /** Seconds to `maximumSteps` at the present speed. */
  secondsLeft: number | null
  /** Latest value of each series. */
  latest: Record<string, number>
}

/** Everything the workbench tells without being asked. Points themselves are asked for, by cursor. */
export interface Events {
  'runs.changed': { runIds: string[] }
  /** What a trainer does before the run's first step, in words. */
  'run.preparing': { runId: string; doing: string }
  'run.progress': RunProgress
  'run.points': { runId: string; lastStep: number }
  'run.snapshot': { runId: string; tensor: string; step: number }
  /** Also every few seconds while runs train, for the time left. */
  'queue.changed': QueueState
  /** One measurement, a few times a second while it is under way. */
  'measure.progress': Measurement
  /** A measurement was added or changed its state: all that `measures.list` answers. */
  'measures.changed': Measurement[]
  /** Points of these series are no longer what they were: a view that shows them reads them anew. */
  'series.replaced': { runId: string; names: string[] }
  'runtime.progress': { stage: string; fraction: number | null; message: string }
  'runtime.changed': RuntimeStatus
  'settings.changed': Settings
  /** A study's runs, stage or verdicts have changed. */
  'study.changed': { name: string }
  'message': { level: 'info' | 'warning' | 'error'; text: string }
  /** Chosen in the application's menu, which only the Electron shell has. */
  'command': { id: CommandId }
}
export type EventName = keyof Events
export const eventNames = [
  'runs.changed', 'run.preparing', 'run.progress', 'run.points', 'run.snapshot', 'queue.changed', 'measure.progress', 'measures.changed', 'series.replaced',
  'runtime.progress', 'runtime.changed', 'settings.changed', 'study.changed', 'message', 'command'
] as const satisfies readonly EventName[]

/** The messages of both transports, encoded by `shared/wire.ts`. */
export type ClientMessage = { id: number; method: string; parameters: unknown }
export type ServerMessage = { id: number; reply: Reply } | { event: EventName; payload: unknown }

export type { ComputeEnvironment, RunConfig }
