import type { Command } from 'commander'
import { checkpointMeasureNames, fillsSeries, measureCatalogue, type MeasureInfo, type MeasureName } from '../../../shared/catalogue/measures.ts'
import { unfitMeasure } from '../../../shared/config/measure-fit.ts'
import { GrokscopeError } from '../../../shared/errors.ts'
import type { RunRecord } from '../../../shared/run.ts'
import { common, type Context } from '../context.ts'
import { followMeasurement } from '../follow-measurements.ts'
import { withSession, type Session } from '../session.ts'
import { table } from '../table.ts'

interface MeasureOptions { home?: string; list?: boolean }

const infoOf = (name: MeasureName): MeasureInfo => measureCatalogue[name]

const measuresHelp = `
Measures:
${checkpointMeasureNames.map((name) => `  ${name.padEnd(22)} ${infoOf(name).title}`).join('\n')}
"--list" names the series that each fills.

With --json, standard output holds one object per line:
  {"event":"measuring","id","names"}                             first
  {"event":"measure-progress","id","done","total","secondsLeft", any number of times; done counts checkpoints, with a
   "values"}                                                     fraction; values: of each series at the last one
  {"event":"measured","id","status","names","last"}              last; status: finished, cancelled or failed (with "error")`

/** What can be measured of a run, and what was. */
function describeMeasures(run: RunRecord) {
  return checkpointMeasureNames.map((name) => {
    const { title, formula, source, series } = infoOf(name)
    const points = Math.max(0, ...run.series.filter((summary) => fillsSeries(name, summary.name)).map(({ count }) => count))
    return { name, title, formula, source, series, points, unfit: unfitMeasure(run.config, name) }
  })
}

function listMeasures({ output }: Session, run: RunRecord): number {
  const measures = describeMeasures(run)
  for (const measure of measures) output.event(measure)
  output.text(table([
    { title: 'name', value: ({ name }) => name },
    { title: 'points', value: ({ points }) => String(points), align: 'right' },
    { title: 'title', value: ({ title, unfit }) => (unfit === null ? title : `cannot be computed: it ${unfit}`) }
  ], measures))
  for (const { name, series } of measures.filter(({ unfit }) => unfit === null)) output.text(`\n${name} fills\n  ${series.join('\n  ')}`)
  return 0
}

/** measure. */
export function addMeasureCommand(program: Command, context: Context): void {
  common(program.command('measure'))
    .summary('compute heavy measures on a run\'s checkpoints')
    .description('Computes measures on every checkpoint of a run, in place of what was measured before. RUN is an id, the beginning of one, or a name.')
    .argument('<run>', 'id, beginning of an id, or name')
    .argument('[measure...]', 'names of measures')
    .option('--list', 'show what can be measured of the run, and what was')
    .addHelpText('after', '\nCtrl-C ends the measurement. What it measured is kept where the run had none of it before; the same command begins anew.')
    .addHelpText('after', measuresHelp)
    .action(context.act(async (output, { home, list }: MeasureOptions, reference: string, names: string[]) => {
      if (list !== true && names.length === 0) {
        throw new GrokscopeError('measure/unknown', `expected at least one measure: ${checkpointMeasureNames.join(', ')}`)
      }
      return withSession({ home: home ?? null, access: list === true ? 'any' : 'write', output }, async (session) => {
        const [runId = ''] = session.find([reference])
        if (list === true) return listMeasures(session, await session.call('runs.get', { runId }))
        const [started] = await session.call('measures.start', { runIds: [runId], names })
        return (await followMeasurement(session, started)).state === 'finished' ? 0 : 1
      })
    }))
}
