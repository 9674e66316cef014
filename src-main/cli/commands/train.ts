import type { Command } from 'commander'
import { GrokscopeError } from '../../../shared/errors.ts'
import { parseConfig } from '../../../shared/config/validate.ts'
import { applySettings, readConfig } from '../config-source.ts'
import { followRun } from '../follow.ts'
import { wholeNumber, withSession, type Session } from '../session.ts'
import { collect, common, type Context } from '../context.ts'

interface RunOptions { home?: string; set: string[]; name?: string; tag: string[] }
interface ForkOptions { home?: string; step: string; set: string[]; name?: string }

/** What programs that read the output may rely on. */
const eventsHelp = `
With --json, standard output holds one object per line and nothing else; remarks go to standard error:
  {"event":"created","id","name"}               first, once; fork adds "parent"; resume says {"event":"resumed","id"}
  {"event":"progress","id","step","values",     any number of times, steps ascending; values: the latest of each series
   "stepsPerSecond","secondsLeft"}              by its name; secondsLeft is null while unknown
  {"event":"finished","id","status","summary"}  last, once; status: finished, stopped, diverged, failed or interrupted
  {"event":"error","code","message"}            in place of what did not happen, for example a config that is refused
Where the config names measures on checkpoints, the events of "grokscope measure" come before finished.
summary: step, trainingSeconds, memorization, generalization and delay (steps, or null), last (of each series), and
error (code, message) where there was one. A number that is not finite is null. More fields may be added.`

async function noteBackend({ call, output }: Session): Promise<void> {
  const { usable, reason } = await call('runtime.status', {})
  if (usable === 'portable' && reason !== null) output.note(`${reason}. "grokscope runtime install" installs TensorFlow.`)
}

function addRun(program: Command, context: Context): void {
  common(program.command('run'))
    .summary('train a run')
    .description('Trains one run to its end. CONFIG is the name of a preset ("grokscope presets"), a JSON file, or - for standard input.')
    .argument('<config>', 'preset or JSON file')
    .option('--set <path=value>', 'change a field of the config, for example optimizer.weightDecay=0.5 (repeatable)', collect, [])
    .option('--name <name>', 'name of the run')
    .option('--tag <tag>', 'tag of the run (repeatable)', collect, [])
    .addHelpText('after', '\nSetting a kind, for example --set optimizer.kind=sgd, begins with the defaults of that kind.')
    .addHelpText('after', 'Ctrl-C stops the run after a last checkpoint; "grokscope resume" goes on from there.')
    .addHelpText('after', eventsHelp)
    .action(context.act(async (output, { home, set, name, tag }: RunOptions, reference: string) => {
      const { config, preset } = readConfig(reference)
      const parsed = parseConfig(applySettings(config, set))
      return withSession({ home: home ?? null, access: 'write', output }, async (session) => {
        await noteBackend(session)
        const run = await session.call('runs.create', { config: parsed, name, preset: preset ?? undefined, tags: tag })
        output.event({ event: 'created', id: run.id, name: run.name })
        output.text(`${run.name} (${run.id})`)
        return followRun(session, run.id)
      })
    }))
}

function addResume(program: Command, context: Context): void {
  common(program.command('resume'))
    .summary('go on with a run')
    .description('Goes on exactly where a paused, stopped, interrupted or failed run has its last checkpoint. RUN is an id, the beginning of one, or a name.')
    .argument('<run>', 'id, beginning of an id, or name')
    .addHelpText('after', eventsHelp)
    .action(context.act(async (output, { home }: { home?: string }, reference: string) =>
      withSession({ home: home ?? null, access: 'write', output }, async (session) => {
        const [runId = ''] = session.find([reference])
        await noteBackend(session)
        await session.call('runs.resume', { runIds: [runId] })
        output.event({ event: 'resumed', id: runId })
        return followRun(session, runId)
      })))
}

function addFork(program: Command, context: Context): void {
  common(program.command('fork'))
    .summary('start a new run from a checkpoint')
    .description('Starts a new run from a checkpoint of another, with its history and perhaps a changed config. "grokscope show RUN" lists checkpoints.')
    .argument('<run>', 'id, beginning of an id, or name')
    .requiredOption('--step <step>', 'step of the checkpoint')
    .option('--set <path=value>', 'change a field of the config (repeatable); task, model and thresholds stay', collect, [])
    .option('--name <name>', 'name of the new run')
    .addHelpText('after', eventsHelp)
    .action(context.act(async (output, { home, step, set, name }: ForkOptions, reference: string) => {
      const from = wholeNumber('--step', step, { minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
      return withSession({ home: home ?? null, access: 'write', output }, async (session) => {
        const [runId = ''] = session.find([reference])
        const parent = await session.call('runs.get', { runId })
        if (parent.deletedAt !== null) throw new GrokscopeError('run/state', `${parent.name} lies in the bin; restore it first`)
        const fork = await session.call('runs.fork', { runId, step: from, config: applySettings(parent.config, set), name })
        output.event({ event: 'created', id: fork.id, name: fork.name, parent: fork.parent })
        output.text(`${fork.name} (${fork.id})`)
        return followRun(session, fork.id)
      })
    }))
}

/** run, resume, fork. */
export function addTrainingCommands(program: Command, context: Context): void {
  addRun(program, context)
  addResume(program, context)
  addFork(program, context)
}
