import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import { buildProgram } from '../../src-main/lab/program.ts'
import { loadPortable } from '../../src-main/runtime/portable.ts'
import { installPeers } from './step/peers.ts'
import { Worker } from './step/worker.ts'

const rounds = Number(process.env.GROKSCOPE_BENCH_ROUNDS ?? 7)
const stepsPerRound = 12
const threads = os.availableParallelism()

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const range = (values: readonly number[]): string =>
  `${median(values).toFixed(1).padStart(7)}  (${Math.min(...values).toFixed(1)} … ${Math.max(...values).toFixed(1)})`

const preset = presets.find(({ name }) => name === 'mainline')
if (preset === undefined) throw new Error('the preset mainline is gone')
const config = parseConfig(preset.config)
if (config.model.kind !== 'transformer') throw new Error('the mainline is a transformer')
await loadPortable()
const task = buildTask(config)
const program = buildProgram(config)

/** Multiply-adds of the step's matrix products, forward and backward: attention output, MLP and unembedding at one position. */
function stepFlops(): number {
  const { width, mlpWidth } = parseModel()
  return 3 * 2 * task.trainIndices.length * (width * width + 2 * width * mlpWidth + width * task.classes)
}

function parseModel(): { width: number; mlpWidth: number; heads: number } {
  if (config.model.kind !== 'transformer') throw new Error('the mainline is a transformer')
  return config.model
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'grokscope-bench-'))
const workers: Worker[] = []
try {
  const peers = installPeers()
  const files = { weights: path.join(folder, 'weights'), inputs: path.join(folder, 'inputs'), targets: path.join(folder, 'targets') }
  writeFileSync(files.weights, new Uint8Array(program.program.state.parameters.initial.slice().buffer))
  const pairs = Array.from(task.trainIndices, (index) => [task.inputs[2 * index], task.inputs[2 * index + 1]]).flat()
  writeFileSync(files.inputs, new Uint8Array(Int32Array.from(pairs).buffer))
  writeFileSync(files.targets, new Uint8Array(Int32Array.from(task.trainIndices, (index) => task.targets[index]).buffer))
  const { width, heads, mlpWidth } = parseModel()
  const tensors = program.layout.entries.map(({ name, shape }) => [name, shape])
  const setup = JSON.stringify({ ...files, threads, width, heads, mlpWidth, modulus: task.residues, tensors })
  const script = (name: string): string => path.join(import.meta.dirname, 'step', name)
  const ours = (xla: boolean): string[] => [process.execPath, script('ours.ts'), JSON.stringify({ config, threads, xla })]
  workers.push(
    new Worker('Grokscope, XLA', ours(true), { TF_CPP_MIN_LOG_LEVEL: '3' }),
    new Worker('Grokscope, no XLA', ours(false), { TF_CPP_MIN_LOG_LEVEL: '3' }),
    new Worker('PyTorch eager', ['python3', script('peer_pytorch.py'), setup], { PYTHONPATH: peers }),
    new Worker('JAX jit', ['python3', script('peer_jax.py'), setup], { PYTHONPATH: peers }))
  const times = workers.map((): number[] => [])
  const losses = workers.map((): number[] => [])
  for (const worker of workers) await worker.steps(3)
  for (let round = 0; round < rounds; round++) {
    for (const [index, worker] of workers.entries()) {
      const { milliseconds, loss } = await worker.steps(stepsPerRound)
      times[index].push(milliseconds)
      losses[index].push(loss)
    }
  }
  const { loss: peak } = await workers[1].ask('gemm')
  report(times, losses, peak)
} finally {
  for (const worker of workers) worker.end()
  rmSync(folder, { recursive: true, force: true })
}

function report(times: number[][], losses: number[][], peak: number): void {
  console.log(`mainline, ${threads} threads, ${rounds} interleaved rounds of ${stepsPerRound} steps\n`)
  console.log('how                     ms per step, median (min … max)   last loss')
  workers.forEach(({ name }, index) => { console.log(`${name.padEnd(22)} ${range(times[index])}   ${losses[index].at(-1)?.toFixed(6)}`) })
  const best = median(times[0]) <= median(times[1]) ? 0 : 1
  const spread = Math.max(...losses.flatMap((values) => values.map((value, round) => Math.abs(value / losses[best][round] - 1))))
  const limit = stepFlops() / peak * 1000
  console.log(`\nlosses agree within ${(spread * 100).toFixed(3)} % over ${rounds * stepsPerRound + 3} steps`)
  for (const peer of [2, 3]) {
    const ratios = times[peer].map((value, round) => value / times[best][round])
    console.log(`${workers[best].name} is ${median(ratios).toFixed(2)} times as fast as ${workers[peer].name} (goal 6)`)
  }
  console.log(`matrix products alone: ${limit.toFixed(1)} ms at ${(peak / 1e9).toFixed(0)} GFLOP/s; ${workers[best].name} takes ${(median(times[best]) / limit).toFixed(2)} times that (goal 2)`)
  if (spread > 0.02) {
    console.error('the losses disagree: the comparison is void')
    process.exitCode = 1
  }
}
