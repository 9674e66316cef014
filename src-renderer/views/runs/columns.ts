import { explainPhase, phaseOf } from '../../../shared/phase.ts'
import { delaySteps, type RunRecord } from '../../../shared/run.ts'
import { shortTitle } from '../../config/titles.ts'
import { formatChosen, formatCount, formatDuration, formatProse, formatTime, formatValue } from '../../format/numbers.ts'
import { runLook } from '../../state/run-look.ts'

export type Leaves = ReadonlyMap<string, unknown>

export interface Column {
  id: string
  title: string
  /** Said in the head's tooltip and in the chooser. */
  description: string
  width: number
  numeric: boolean
  /** Cells that are more than text have a kind of their own. */
  kind: 'name' | 'state' | 'accuracy' | 'tags' | 'text'
  /** What sorting and grouping compare; null sorts last. */
  value(run: RunRecord, leaves: Leaves): string | number | null
  text(run: RunRecord, leaves: Leaves): string
  /** Said where a cell of it is pointed at. */
  hint?(run: RunRecord): string
}

const step = (value: number | null) => (value === null ? '–' : formatCount(value))
const duration = (value: number | null) => (value === null || value === 0 ? '–' : formatDuration(value))
const lastOf = (run: RunRecord, name: string) => run.series.find((series) => series.name === name)?.last ?? null

type Head = [title: string, description: string, width: number]

function numberColumn(id: string, [title, description, width]: Head, value: (run: RunRecord) => number | null, text = step): Column {
  return { id, title, description, width, numeric: true, kind: 'text', value, text: (run) => text(value(run)) }
}

function wordColumn(id: string, [title, description, width]: Head, kind: Column['kind'], text: (run: RunRecord) => string): Column {
  return { id, title, description, width, numeric: false, kind, text, value: (run) => (text(run) === '' ? null : text(run).toLowerCase()) }
}

export const nameColumn: Column = wordColumn('name', ['name', 'Name', 210], 'name', (run) => run.name)

/** The phase of a run that has one; `–` while more training may decide it. */
export function phaseColumn(delayThreshold: number): Column {
  const text = (run: RunRecord) => { const phase = phaseOf(run, delayThreshold); return phase === 'undecided' ? '–' : phase }
  const description = `Phase of Liu et al. 2022: comprehension, grokking from a delay of ${formatCount(delayThreshold)} steps on, memorization, confusion`
  return {
    ...wordColumn('phase', ['phase', description, 124], 'text', text), value: (run) => (text(run) === '–' ? null : text(run)),
    hint: (run) => formatProse(explainPhase(run, delayThreshold))
  }
}

/** The state of a run, in the word that its mark has. */
export function stateColumn(delayThreshold: number): Column {
  const description = `State; grokked: finished, with a delay of ${formatCount(delayThreshold)} steps or more`
  return wordColumn('state', ['state', description, 104], 'state', (run) => runLook(run, delayThreshold).word)
}

/** All columns after the name that every run has. */
export function fixedColumns(delayThreshold: number): Column[] {
  return [stateColumn(delayThreshold), ...plainColumns.flatMap((column) => (column.id === 'delay' ? [phaseColumn(delayThreshold), column] : [column]))]
}

const plainColumns: readonly Column[] = [
  {
    id: 'accuracy', title: 'test acc', description: 'Test accuracy: last value and curve over log steps',
    width: 132, numeric: true, kind: 'accuracy',
    value: (run) => lastOf(run, 'test/accuracy'), text: (run) => formatValue(lastOf(run, 'test/accuracy'))
  },
  numberColumn('delay', ['delay', 'Grokking delay: steps from memorization to generalization', 84], (run) => delaySteps(run.milestones)),
  numberColumn('memorization', ['memorized', 'Step at which training accuracy reached its threshold', 88], (run) => run.milestones.memorization),
  numberColumn('generalization', ['generalized', 'Step at which test accuracy reached its threshold', 92], (run) => run.milestones.generalization),
  numberColumn('test-loss', ['test loss', 'Test loss: last value', 88], (run) => lastOf(run, 'test/loss'), formatValue),
  numberColumn('train-loss', ['train loss', 'Training loss: last value', 88], (run) => lastOf(run, 'train/loss'), formatValue),
  numberColumn('train-accuracy', ['train acc', 'Training accuracy: last value', 80], (run) => lastOf(run, 'train/accuracy'), formatValue),
  numberColumn('seed', ['seed', 'Seed of weights and batches', 88], (run) => run.config.seed, formatChosen),
  numberColumn('steps', ['steps', 'Steps done', 80], (run) => run.step),
  numberColumn('time', ['time', 'Time spent training', 84], (run) => run.trainingSeconds, duration),
  numberColumn('created', ['created', 'When the run was made', 112], (run) => run.createdAt, (value) => (value === null ? '–' : formatTime(value))),
  wordColumn('preset', ['preset', 'Preset it was made from', 88], 'text', (run) => run.preset ?? ''),
  wordColumn('tags', ['tags', 'Tags', 84], 'tags', (run) => run.tags.join(', '))
]

/** Shown where the user has chosen nothing; hyper-parameters that differ come after `delay`. */
export const initialColumns: readonly string[] = ['state', 'accuracy', 'phase', 'delay', 'seed', 'steps', 'tags']

/** Words that are longer are cut off in a column of hyper-parameters; numbers never are, for half a number is a wrong one. */
const mostLetters = 18

/** A hyper-parameter, by its path in the config. */
export function configColumn(path: string, runs: readonly RunRecord[], leavesOf: (run: RunRecord) => Leaves): Column {
  const values = [...new Set(runs.map((run) => leavesOf(run).get(path)))].filter((value) => value !== undefined && value !== null)
  const numeric = typeof values[0] === 'number'
  const title = shortTitle(path)
  const longest = values.reduce<number>((most, value) => Math.max(most, formatChosen(value).length), 0)
  const letters = numeric ? longest : Math.min(longest, mostLetters)
  return {
    id: `config:${path}`, title, description: path, width: Math.max(numeric ? 64 : 96, title.length * 8 + 24, letters * 8 + 20),
    numeric, kind: 'text',
    value: (_run, leaves) => sortable(leaves.get(path)), text: (_run, leaves) => formatChosen(leaves.get(path))
  }
}

function sortable(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  return typeof value === 'number' ? value : formatChosen(value)
}

// What is varied most comes first; the rest keeps the schema's order.
const usualFirst = [
  'optimizer.weightDecay', 'optimizer.learningRate', 'task.trainFraction', 'task.operation', 'task.modulus', 'model.kind', 'task.kind', 'interventions'
]

/** Place of a hyper-parameter among the others. */
export function rankOf(path: string): number {
  const place = usualFirst.indexOf(path)
  return place < 0 ? usualFirst.length : place
}

/** So many hyper-parameters are shown without being asked for; where more differ, the others wait in the chooser. */
const mostTelling = 8

/** Of the paths at which runs differ, those that are shown without being asked for. */
export function tellingPaths(differing: Iterable<string>): ReadonlySet<string> {
  const told = [...differing].filter((path) => !/^(schedule|measures|seed$|task\.splitSeed)/.test(path))
  return new Set(told.sort((a, b) => rankOf(a) - rankOf(b)).slice(0, mostTelling))
}
