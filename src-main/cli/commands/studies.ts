import path from 'node:path'
import { Option, type Command } from 'commander'
import { GrokscopeError } from '../../../shared/errors.ts'
import type { FactReport, StudyReport, StudySummary } from '../../../shared/studies/report.ts'
import { studyScales, type StudyScale, type Verdict } from '../../../shared/studies/study.ts'
import { common, type Context } from '../context.ts'
import { deliver, requireFolder } from '../deliver.ts'
import { followStudy } from '../follow-study.ts'
import type { Output } from '../output.ts'
import { wholeNumber, withSession, type Session } from '../session.ts'
import { table, type Column } from '../table.ts'

interface StudyOptions { home?: string; seeds?: string; scale: StudyScale; out?: string }

/** What programs that read the output may rely on. */
const eventsHelp = `
Exit status: 0 all facts reproduced, 1 a fact failed or could not be decided, 2 wrong use.

With --json, standard output holds one object per line and nothing else; remarks go to standard error:
  {"event":"study","name","title","paper","figure",    first, once; runs: key, label, seed, runId, state, step;
   "summary","scaled","scale","seeds","runs"}          state is missing where the run is still to be made
  {"event":"progress","id","key","label","seed",       any number of times; done and total count runs; secondsLeft, for
   "step","values","stepsPerSecond","done","total",    the whole study, is null while unknown
   "secondsLeft"}
  {"event":"run","id","key","label","seed",            once for each run; status: finished, diverged, stopped, interrupted
   "status","step"}                                    or failed
  {"event":"fact","name","verdict","statement",        once for each fact; verdict: reproduced, failed or undecided; published
   "measured","published","detail","source"}           is the paper's value, measured the one found here
  {"event":"written","file","mediaType","sizeBytes"}   the plot, where there is something to draw
  {"event":"verdicts","reproduced","failed",           last, once: how many facts of each
   "undecided"}
  {"event":"error","code","message"}                   in place of what did not happen`

const longestName = 36
const shortened = (text: string) => (text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text)
const counts = ({ done, total }: { done: number; total: number }) => `${done}/${total}`

const columns: Column<StudySummary>[] = [
  { title: 'name', value: (study) => study.name },
  { title: 'title', value: (study) => study.title },
  { title: 'paper', value: (study) => shortened(study.paper.split(' (')[0] ?? '') },
  { title: 'figure', value: (study) => study.figure },
  { title: 'facts', value: (study) => String(study.facts), align: 'right' },
  { title: 'small', value: (study) => counts(study.scales.small), align: 'right' },
  { title: 'paper scale', value: (study) => counts(study.scales.paper), align: 'right' }
]

function addStudies(program: Command, context: Context): void {
  common(program.command('studies'))
    .summary('list studies')
    .description('Lists the studies, and how many of the runs that each needs are trained, at both scales.')
    .action(context.act(async (output, { home }: { home?: string }) =>
      withSession({ home: home ?? null, access: 'any', output, studies: context.studies }, async ({ call }) => {
        const list = await call('studies.list', {})
        for (const study of list) output.event(study)
        output.text(table(columns, list))
        return 0
      })))
}

function imageFormat(file: string): 'svg' | 'png' {
  const extension = path.extname(file).toLowerCase()
  if (extension === '.svg' || extension === '.png') return extension === '.svg' ? 'svg' : 'png'
  throw new GrokscopeError('request/invalid', `--out: expected a file that ends in .svg or .png, got "${file}"`)
}

const verdictMarks: Record<Verdict, string> = { reproduced: '✓', failed: '✗', undecided: '?' }

function tellFact(output: Output, fact: FactReport): void {
  const { name, verdict, statement, measured, published, detail, source } = fact
  output.event({ event: 'fact', name, verdict, statement, measured, published, detail, source })
  output.text(`${verdictMarks[verdict]} ${verdict.padEnd(10)}  ${statement}  Paper: ${published}. Here: ${measured}${detail === '' ? '' : ` (${detail})`}.`)
}

function tellStudy(output: Output, report: StudyReport): void {
  const { name, title, paper, figure, summary, scaled, scale, seeds, runs } = report
  output.event({
    event: 'study', name, title, paper, figure, summary, scaled, scale, seeds,
    runs: runs.map(({ key, label, seed, runId, state, step }) => ({ key, label, seed, runId, state, step }))
  })
  output.text(`${title}. ${paper}, ${figure}`)
  output.text(summary)
  if (scale === 'small') output.text(`Scaled: ${scaled}`)
}

function tellVerdicts(output: Output, facts: readonly FactReport[]): number {
  const count = (verdict: Verdict) => facts.filter((fact) => fact.verdict === verdict).length
  const [reproduced, failed, undecided] = [count('reproduced'), count('failed'), count('undecided')]
  output.text(`${reproduced} reproduced, ${failed} failed, ${undecided} undecided.`)
  output.event({ event: 'verdicts', reproduced, failed, undecided })
  return failed + undecided === 0 ? 0 : 1
}

async function runStudy(session: Session, name: string, options: StudyOptions): Promise<number> {
  const { output, call } = session
  const seeds = options.seeds === undefined ? undefined : wholeNumber('--seeds', options.seeds, { minimum: 1, maximum: 100 })
  const target = options.out ?? `${name}-${options.scale}.svg`
  const format = imageFormat(target)
  requireFolder('--out', target)
  tellStudy(output, await call('studies.get', { name, scale: options.scale, seeds }))
  const report = await followStudy(session, await call('studies.start', { name, scale: options.scale, seeds }))
  for (const fact of report.facts) tellFact(output, fact)
  if (report.plot === null) output.note('No plot: no run is trained yet, or a series that the plot shows is not measured.')
  else await deliver(session, await call('export.figure', { spec: report.plot, format }), target)
  return tellVerdicts(output, report.facts)
}

function addStudy(program: Command, context: Context): void {
  common(program.command('study'))
    .summary('run a study and check it against its paper')
    .description('Trains the runs of a study that are not stored yet, reuses those that are, and judges each fact. "grokscope studies" lists them.')
    .argument('<name>', 'name of the study')
    .option('--seeds <number>', 'seeds of each kind of run (default: the study\'s own number)')
    .addOption(new Option('--scale <scale>', 'small: minutes on two processor cores; paper: the paper\'s settings').choices([...studyScales]).default('small'))
    .option('--out <file>', 'where the plot goes, ending in .svg or .png (default: NAME-SCALE.svg in this folder)')
    .addHelpText('after', '\nCtrl-C stops the runs after a last checkpoint; the same command goes on with them.')
    .addHelpText('after', eventsHelp)
    .action(context.act(async (output, options: StudyOptions, name: string) =>
      withSession({ home: options.home ?? null, access: 'write', output, studies: context.studies }, (session) => runStudy(session, name, options))))
}

/** studies, study. */
export function addStudyCommands(program: Command, context: Context): void {
  addStudies(program, context)
  addStudy(program, context)
}
