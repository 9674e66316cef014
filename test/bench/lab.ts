import os from 'node:os'
import { interventionKinds } from '../../shared/catalogue/interventions/index.ts'
import { stepMeasureNames, type MeasureName } from '../../shared/catalogue/measures.ts'
import { unfitMeasure } from '../../shared/config/measure-fit.ts'
import { presets } from '../../shared/config/presets.ts'
import type { RunConfig } from '../../shared/config/schema.ts'
import { checkConfig, parseConfig } from '../../shared/config/validate.ts'
import type { Executor } from '../../shared/program.ts'
import { buildProgram, type RunProgram } from '../../src-main/lab/program.ts'
import { loadBackend } from '../../src-main/runtime/load.ts'
import { isScheduled } from '../../src-main/trainer/schedule.ts'

// What a step costs with each intervention, and a run with every cheap measure, against the plain run of the same model, in the same process.
// Parameters: names of presets; without any, one of each model of the papers.

const rounds = Number(process.env.GROKSCOPE_BENCH_ROUNDS ?? 5)
const millisecondsPerRound = 400
const goal = 1.5
const models = process.argv.length > 2 ? process.argv.slice(2) : ['mainline', 'embedding-mlp', 'uniformity', 'two-layer-transformer', 'lstm', 'quick']

interface Contender {
  name: string
  program: RunProgram
  executor: Executor
  done: number
  /** Milliseconds a step, round by round. */
  times: number[]
}

const { execute } = await loadBackend({ backend: 'tensorflow', threads: os.availableParallelism(), xla: true })
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

function contender(name: string, config: RunConfig): Contender {
  const program = buildProgram(config)
  const one = { name, program, executor: execute(program.program), done: 0, times: [] }
  for (let i = 0; i < 3; i++) step(one)
  return one
}

function step(one: Contender): void {
  one.executor.run(one.program.trainFunction(one.done), one.program.trainFeeds(one.done))
  one.done++
}

/** Milliseconds of one call, over at least so many calls and so much time. */
function timed(call: () => void, fewest: number): number {
  const startedMs = performance.now()
  let calls = 0
  while (calls < fewest || performance.now() - startedMs < millisecondsPerRound) { call(); calls++ }
  return (performance.now() - startedMs) / calls
}

/** The plain run, and one with each intervention at its defaults that fits the config. */
function contenders(config: RunConfig): Contender[] {
  const kinds = interventionKinds.map(({ entries }) => entries.kind.literal)
  const changed = kinds.map((kind) => ({ kind, check: checkConfig({ ...config, interventions: [{ kind }] }) }))
  return [contender('plain', config), ...changed.flatMap(({ kind, check }) => (check.ok ? [contender(kind, check.config)] : []))]
}

/** Milliseconds a step that a run of the config's length spends on looking at itself, by its schedule. */
function lookingTime(config: RunConfig, measures: readonly MeasureName[]): number {
  const { program, executor } = contender('measures', { ...config, measures: [...measures] })
  const { schedule, stop } = config
  const count = (kind: 'measure' | 'snapshot'): number =>
    Array.from({ length: stop.maximumSteps + 1 }, (_, at) => at).filter((at) => isScheduled(schedule[kind], at)).length
  program.measure(executor, 0)
  program.snapshots(executor, 0)
  const total = count('measure') * timed(() => program.measure(executor, 0), 5) + count('snapshot') * timed(() => program.snapshots(executor, 0), 5)
  executor.dispose()
  program.dispose()
  return total / stop.maximumSteps
}

function line(name: string, milliseconds: number, ratio: number): void {
  console.log(`  ${name.padEnd(28)} ${milliseconds.toFixed(3).padStart(9)} ms a step ${ratio.toFixed(2).padStart(7)} times the plain run${ratio > goal ? '   above the goal' : ''}`)
}

function bench(name: string): void {
  const preset = presets.find((one) => one.name === name)
  if (preset === undefined) throw new Error(`there is no preset ${name}`)
  const config = { ...parseConfig(preset.config), interventions: [] }
  const all = contenders(config)
  for (let round = 0; round < rounds; round++) for (const one of all) one.times.push(timed(() => { step(one) }, 3))
  const [plain] = all
  console.log(`\n${name}: ${preset.title}, ${plain.program.parameterCount.toLocaleString('en-US')} weights`)
  for (const one of all) line(one.name, median(one.times), median(one.times.map((time, round) => time / plain.times[round])))
  const cheap = stepMeasureNames.filter((measure) => unfitMeasure(config, measure) === null)
  const [least, most] = [lookingTime(config, []), lookingTime(config, cheap)].map((looking) => median(plain.times) + looking)
  line('loss and accuracy measured', least, least / median(plain.times))
  line(`all ${cheap.length} cheap measures`, most, most / least)
  for (const { executor, program } of all) { executor.dispose(); program.dispose() }
}

console.log(`${os.availableParallelism()} threads, XLA, median of ${rounds} interleaved rounds; goal: at most ${goal} times the plain run`)
for (const name of models) bench(name)
