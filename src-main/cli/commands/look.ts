import type { Command } from 'commander'
import { presets } from '../../../shared/config/presets.ts'
import { explainPhase, phaseOf } from '../../../shared/phase.ts'
import { delaySteps, type RunRecord, type SeriesSummary } from '../../../shared/run.ts'
import { common, type Context } from '../context.ts'
import { withSession } from '../session.ts'
import { duration, localMinute, shortNumber, table, type Column } from '../table.ts'

const orDash = (value: number | null) => (value === null ? '–' : String(value))
const lastOf = (name: string) => (run: RunRecord) => {
  const series = run.series.find((candidate) => candidate.name === name)
  return series === undefined ? '–' : shortNumber(series.last)
}

const runColumns = (delayThreshold: number): Column<RunRecord>[] => [
  { title: 'id', value: (run) => run.id },
  { title: 'name', value: (run) => (run.name.length > 40 ? `${run.name.slice(0, 39)}…` : run.name) },
  { title: 'state', value: (run) => run.state },
  { title: 'step', value: (run) => String(run.step), align: 'right' },
  { title: 'train acc', value: lastOf('train/accuracy'), align: 'right' },
  { title: 'test acc', value: lastOf('test/accuracy'), align: 'right' },
  { title: 'test loss', value: lastOf('test/loss'), align: 'right' },
  { title: 'memorized', value: (run) => orDash(run.milestones.memorization), align: 'right' },
  { title: 'generalized', value: (run) => orDash(run.milestones.generalization), align: 'right' },
  { title: 'delay', value: (run) => orDash(delaySteps(run.milestones)), align: 'right' },
  { title: 'phase', value: (run) => phaseOf(run, delayThreshold) },
  { title: 'trained', value: (run) => duration(run.trainingSeconds), align: 'right' },
  { title: 'created', value: (run) => localMinute(run.createdAt) }
]

const seriesColumns: Column<SeriesSummary>[] = [
  { title: 'series', value: (series) => series.name },
  { title: 'points', value: (series) => String(series.count), align: 'right' },
  { title: 'last', value: (series) => shortNumber(series.last), align: 'right' },
  { title: 'minimum', value: (series) => shortNumber(series.minimum), align: 'right' },
  { title: 'maximum', value: (series) => shortNumber(series.maximum), align: 'right' }
]

function addList(program: Command, context: Context): void {
  common(program.command('list'))
    .summary('list runs')
    .description('Lists all runs, the newest last.')
    .option('--bin', 'list the bin instead')
    .action(context.act(async (output, { home, bin }: { home?: string; bin?: boolean }) =>
      withSession({ home: home ?? null, access: 'any', output }, async ({ call, workbench }) => {
        const runs = (await call('runs.list', { bin: bin === true })).toSorted((a, b) => a.createdAt - b.createdAt)
        for (const run of runs) output.event(run)
        const { delayThreshold } = await call('settings.get', {})
        output.text(runs.length > 0 ? table(runColumns(delayThreshold), runs) : bin === true ? 'The bin is empty.' : 'No runs yet. Try "grokscope run quick".')
        if (workbench.store.readOnly !== null) output.note(`Read only: ${workbench.store.readOnly}`)
        return 0
      })))
}

interface Shown {
  run: RunRecord
  checkpoints: readonly number[]
  snapshots: readonly { tensor: string; steps: Float64Array }[]
  delayThreshold: number
}

function describeRun({ run, checkpoints, snapshots, delayThreshold }: Shown): string {
  const facts: [string, string][] = [
    ['id', run.id], ['name', run.name], ['state', `${run.state} at step ${run.step}`], ['preset', run.preset ?? '–'],
    ['parent', run.parent === null ? '–' : `${run.parent.runId} at step ${run.parent.step}`],
    ['memorized', orDash(run.milestones.memorization)], ['generalized', orDash(run.milestones.generalization)], ['delay', orDash(delaySteps(run.milestones))],
    ['phase', explainPhase(run, delayThreshold)],
    ['trained', duration(run.trainingSeconds)], ['tags', run.tags.join(', ') || '–'],
    ['computed by', run.environment === null ? '–' : `${run.environment.library}, ${run.environment.device}, ${run.environment.threads} threads${run.environment.xla ? ', XLA' : ''}`],
    ['checkpoints', checkpoints.join(' ') || '–'],
    ...snapshots.map(({ tensor, steps }): [string, string] => ['snapshots', `${tensor}: ${steps.length}, steps ${String(steps[0])} to ${String(steps.at(-1))}`]),
    ...(run.error === null ? [] : [['error', run.error.message] satisfies [string, string]]),
    ...(run.notes === '' ? [] : [['notes', run.notes] satisfies [string, string]])
  ]
  const width = Math.max(...facts.map(([title]) => title.length))
  return facts.map(([title, value]) => `${title.padEnd(width)}  ${value}`).join('\n')
}

function addShow(program: Command, context: Context): void {
  common(program.command('show'))
    .summary('show one run')
    .description('Shows a run: state, milestones, series, checkpoints and config.')
    .argument('<run>', 'id, beginning of an id, or name')
    .action(context.act(async (output, { home }: { home?: string }, reference: string) =>
      withSession({ home: home ?? null, access: 'any', output }, async ({ call, find }) => {
        const [runId = ''] = find([reference])
        const run = await call('runs.get', { runId })
        const checkpoints = await call('checkpoints.list', { runId })
        const snapshots = await call('snapshots.list', { runId })
        output.event({ ...run, checkpoints, snapshots: snapshots.map(({ tensor, steps, shape }) => ({ tensor, shape, steps: [...steps] })) })
        const { delayThreshold } = await call('settings.get', {})
        output.text(describeRun({ run, checkpoints, snapshots, delayThreshold }))
        if (run.series.length > 0) output.text(`\n${table(seriesColumns, run.series)}`)
        output.text(`\n${JSON.stringify(run.config, null, 2)}`)
        return 0
      })))
}

function addPresets(program: Command, context: Context): void {
  common(program.command('presets'))
    .summary('list presets')
    .description('Lists the configs that come with Grokscope.')
    .action(context.act(async (output) => {
      for (const preset of presets) output.event(preset)
      output.text(table([
        { title: 'name', value: (preset) => preset.name }, { title: 'title', value: (preset) => preset.title },
        { title: 'description', value: (preset) => preset.description }
      ], [...presets]))
      return Promise.resolve(0)
    }))
}

/** list, show, presets. */
export function addLookingCommands(program: Command, context: Context): void {
  addList(program, context)
  addShow(program, context)
  addPresets(program, context)
}
