import os from 'node:os'
import { interventionKinds } from '../../../shared/catalogue/interventions/index.ts'
import { stepMeasureNames, type MeasureName } from '../../../shared/catalogue/measures.ts'
import { unfitMeasure } from '../../../shared/config/measure-fit.ts'
import { presets } from '../../../shared/config/presets.ts'
import type { RunConfig } from '../../../shared/config/schema.ts'
import { checkConfig, parseConfig } from '../../../shared/config/validate.ts'
import type { Executor } from '../../../shared/program.ts'
import { buildProgram, type RunProgram } from '../../../src-main/lab/program.ts'
import { loadBackend } from '../../../src-main/runtime/load.ts'
import { isScheduled } from '../../../src-main/trainer/schedule.ts'
import { winsWithXla } from '../../../src-main/trainer/xla-policy.ts'

// What a step costs with each intervention, and a run with every cheap measure, against the plain run of the same preset, in the same process,
// with XLA where runs of the preset have it. Parameter: the name of the preset.

const rounds = Number(process.env.GROKSCOPE_BENCH_ROUNDS ?? 5)
const millisecondsPerRound = 400
/** Enough for each compiled function to have run and gone through XLA: those of outer steps and of the short batch of an epoch come seldom. */
const warmUpSteps = 48
const goal = 1.5

interface Contender {
  name: string
  program: RunProgram
  executor: Executor
  done: number
  /** What a step takes, round by round. */
  times: Cost[]
}

/** Milliseconds on the clock, and of all processors together: the second hardly changes with what else the machine does. */
interface Cost {
  clock: number
  processors: number
}

const preset = presets.find(({ name }) => name === process.argv[2])
if (preset === undefined) throw new Error(`there is no preset ${process.argv[2]}`)
const usual = parseConfig(preset.config)
const xla = winsWithXla(usual)
const { execute } = await loadBackend({ backend: 'tensorflow', threads: os.availableParallelism(), xla })
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

function contender(name: string, config: RunConfig): Contender {
  const program = buildProgram(config)
  const one: Contender = { name, program, executor: execute(program.program), done: 0, times: [] }
  for (let i = 0; i < warmUpSteps; i++) step(one)
  return one
}

function step(one: Contender): void {
  one.executor.run(one.program.trainFunction(one.done), one.program.trainFeeds(one.done))
  one.done++
}

function now(): Cost {
  const { user, system } = process.cpuUsage()
  return { clock: performance.now(), processors: (user + system) / 1000 }
}

const combine = (a: Cost, b: Cost, join: (x: number, y: number) => number): Cost =>
  ({ clock: join(a.clock, b.clock), processors: join(a.processors, b.processors) })

const medianCost = (costs: readonly Cost[]): Cost =>
  ({ clock: median(costs.map(({ clock }) => clock)), processors: median(costs.map(({ processors }) => processors)) })

/** What one call costs, over at least so many calls and so much time. */
function timed(call: () => void, fewest: number): Cost {
  const started = now()
  let calls = 0
  while (calls < fewest || performance.now() - started.clock < millisecondsPerRound) { call(); calls++ }
  return combine(now(), started, (end, start) => (end - start) / calls)
}

/** The config without interventions, and with steps of one size: an amplifier takes examples away, and so would change a last short batch. */
function withEqualSteps(config: RunConfig): RunConfig {
  const batch: RunConfig['batch'] = config.batch.kind === 'minibatch' ? { ...config.batch, lastBatch: 'drop' } : config.batch
  return { ...config, batch, interventions: [] }
}

/** The plain run, and one with each intervention at its defaults that fits the config. */
function contenders(config: RunConfig): Contender[] {
  const kinds = interventionKinds.map(({ entries }) => entries.kind.literal)
  const changed = kinds.map((kind) => ({ kind, check: checkConfig({ ...config, interventions: [{ kind }] }) }))
  return [contender('plain', config), ...changed.flatMap(({ kind, check }) => (check.ok ? [contender(kind, check.config)] : []))]
}

/** What a step of a run of the config's length costs beyond training, to look at itself by its schedule. */
function lookingCost(config: RunConfig, measures: readonly MeasureName[]): Cost {
  const { program, executor } = contender('measures', { ...config, measures: [...measures] })
  const { schedule, stop } = config
  const count = (kind: 'measure' | 'snapshot'): number =>
    Array.from({ length: stop.maximumSteps + 1 }, (_, at) => at).filter((at) => isScheduled(schedule[kind], at)).length
  program.snapshots(executor, 0)
  for (let i = 0; i < 20; i++) program.measure(executor, 0)
  const [measuring, keeping] = [timed(() => program.measure(executor, 0), 5), timed(() => program.snapshots(executor, 0), 5)]
  executor.dispose()
  program.dispose()
  return combine(measuring, keeping, (measured, kept) => (count('measure') * measured + count('snapshot') * kept) / stop.maximumSteps)
}

function line(name: string, cost: Cost, ratio: Cost, most = goal): void {
  const [milliseconds, ...ratios] = [cost.clock.toFixed(3), ratio.clock.toFixed(2), ratio.processors.toFixed(2)]
  console.log(`  ${name.padEnd(28)} ${milliseconds.padStart(9)} ms ${ratios.map((text) => text.padStart(9)).join('')}${ratio.processors > most ? '   above the goal' : ''}`)
}

const config = withEqualSteps(usual)
const all = contenders(config)
for (let round = 0; round < rounds; round++) for (const one of all) one.times.push(timed(() => { step(one) }, 3))
const [plain] = all
const divide = (a: Cost, b: Cost): Cost => combine(a, b, (x, y) => x / y)
const add = (a: Cost, b: Cost): Cost => combine(a, b, (x, y) => x + y)
console.log(`\n${preset.name}: ${preset.title}, ${plain.program.parameterCount.toLocaleString('en-US')} weights, ${xla ? 'with' : 'without'} XLA`)
for (const one of all) line(one.name, medianCost(one.times), medianCost(one.times.map((time, round) => divide(time, plain.times[round]))))
const cheap = stepMeasureNames.filter((measure) => unfitMeasure(config, measure) === null)
const typical = medianCost(plain.times)
const [least, most] = [lookingCost(config, []), lookingCost(config, cheap)].map((looking) => add(typical, looking))
line('loss and accuracy measured', least, divide(least, typical), Infinity)
line(`all ${cheap.length} cheap measures, of that`, most, divide(most, least))
for (const { executor, program } of all) { executor.dispose(); program.dispose() }
