import { hasGrokked, phaseOf, phases } from '../phase.ts'
import { delaySteps, runStates, type RunRecord, type SeriesSummary } from '../run.ts'
import { configFields, configValue, type ValueKind } from './config-fields.ts'

/** What a filter needs to know beside the run. */
export interface FilterOptions {
  /** Steps of delay from which a run counts as grokking. */
  delayThreshold: number
}

/** Something of a run that a filter can ask for. */
export interface FilterField {
  name: string
  kind: ValueKind | 'date'
  description: string
  /** Values that it can have, where these are few. */
  values?: readonly string[]
  /** Its value; null or undefined where the run has none. */
  read(run: RunRecord, options?: FilterOptions): unknown
}

type Read = FilterField['read']
const own = (name: string, kind: FilterField['kind'], description: string, read: Read): FilterField => ({ name, kind, description, read })

const runFields: readonly FilterField[] = [
  own('name', 'text', 'name', (run) => run.name),
  own('id', 'text', 'id', (run) => run.id),
  {
    ...own('state', 'list', 'state; grokked: of the phase grokking', (run, options) => (hasGrokked(run, options?.delayThreshold) ? [run.state, 'grokked'] : [run.state])),
    values: [...runStates, 'grokked']
  },
  own('tag', 'list', 'one of the tags', (run) => run.tags),
  own('notes', 'text', 'notes', (run) => run.notes),
  own('preset', 'text', 'preset that it was made from', (run) => run.preset),
  own('parent', 'text', 'run that it was forked from', (run) => run.parent?.runId),
  own('step', 'number', 'steps done', (run) => run.step),
  {
    ...own('phase', 'text', 'phase, by the thresholds of the config and the delay threshold of the settings', (run, options) => phaseOf(run, options?.delayThreshold)),
    values: phases
  },
  own('delay', 'number', 'steps from memorization to generalization', (run) => delaySteps(run.milestones)),
  own('memorized', 'number', 'step of memorization', (run) => run.milestones.memorization),
  own('generalized', 'number', 'step of generalization', (run) => run.milestones.generalization),
  own('time', 'number', 'seconds spent training', (run) => run.trainingSeconds),
  own('created', 'date', 'day, or day and time, at which it was made', (run) => run.createdAt),
  { ...own('backend', 'text', 'backend', (run) => run.environment?.backend), values: ['tensorflow', 'portable'] },
  own('grokked', 'switch', 'of the phase grokking', (run, options) => hasGrokked(run, options?.delayThreshold)),
  own('starred', 'switch', 'starred', (run) => run.starred),
  own('locked', 'switch', 'locked against deleting', (run) => run.locked)
]

/** Short names of fields, as the table's heads have them. */
const aliases: ReadonlyMap<string, string> = new Map(Object.entries({
  wd: 'optimizer.weightdecay', lr: 'optimizer.learningrate', momentum: 'optimizer.momentum',
  p: 'task.modulus', mod: 'task.modulus', frac: 'task.trainfraction', fraction: 'task.trainfraction', task: 'task.operation', op: 'task.operation', split: 'task.split.kind', intervention: 'interventions',
  model: 'model.kind', optimizer: 'optimizer.kind', opt: 'optimizer.kind', loss: 'loss.kind', batch: 'batch.kind', seed: 'seed', max: 'stop.maximumsteps',
  tags: 'tag', note: 'notes', steps: 'step', memorization: 'memorized', generalization: 'generalized'
}))

const ownByName = new Map(runFields.map((field) => [field.name, field]))
const rollUps: ReadonlyMap<string, keyof SeriesSummary> = new Map([
  ['last', 'last'], ['min', 'minimum'], ['minimum', 'minimum'], ['max', 'maximum'], ['maximum', 'maximum'], ['count', 'count']
])

function seriesField(name: string): FilterField {
  const dot = name.lastIndexOf('.')
  const ending = dot < 0 ? undefined : rollUps.get(name.slice(dot + 1).toLowerCase())
  const series = ending === undefined ? name : name.slice(0, dot)
  const key = ending ?? 'last'
  return own(name, 'number', `${key} value of the series ${series}`, (run) => run.series.find((summary) => summary.name === series)?.[key])
}

function configField(path: string, name: string): FilterField | undefined {
  const field = configFields.get(path)
  if (field === undefined) return undefined
  const keys = field.path.split('.')
  const values = field.values.length === 0 ? {} : { values: field.values }
  return { ...own(name, field.kind, field.path, (run) => configValue(run.config, keys)), ...values }
}

/** Paths of the config that end in a name: `weightDecay` stands for `optimizer.weightDecay`. */
function pathsEndingIn(name: string): string[] {
  return [...configFields.keys()].filter((path) => path.endsWith(`.${name}`))
}

/**
 * The field that a name stands for: a field of the run, an alias (`wd`), a config path or its unique ending, or a series
 * (a name with a slash) with `.last`, `.min`, `.max` or `.count`. An array of paths where an ending is ambiguous, undefined where nothing fits.
 */
export function findField(name: string): FilterField | string[] | undefined {
  const key = name.toLowerCase()
  const field = ownByName.get(key) ?? ownByName.get(aliases.get(key) ?? '') ?? configField(aliases.get(key) ?? key, name)
  if (field !== undefined) return field
  if (name.includes('/')) return seriesField(name)
  const paths = pathsEndingIn(key)
  return paths.length === 1 ? configField(paths[0], name) : paths.length > 1 ? paths.map((path) => configFields.get(path)?.path ?? path) : undefined
}

/** Every name that a filter understands, short ones first; series by the names that are given. */
export function filterFields(seriesNames: readonly string[] = []): FilterField[] {
  const short = [...aliases.keys()].flatMap((name) => {
    const field = findField(name)
    return field === undefined || Array.isArray(field) ? [] : [{ ...field, name }]
  })
  const paths = [...configFields.values()].flatMap(({ path }) => configField(path.toLowerCase(), path) ?? [])
  const series = seriesNames.flatMap((name) => [name, `${name}.min`, `${name}.max`].map(seriesField))
  return [...runFields, ...short, ...paths.filter(({ name }) => name.includes('.')), ...series]
}
