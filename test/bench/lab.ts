import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { compareWithPyTorch } from './lab/neuralgrok.ts'

// What interventions and cheap measures cost, preset by preset, each in a process of its own; then NeuralGrok's step against PyTorch.
// Parameters: names of presets; without any, one of each model of the papers.

const usual = ['mainline', 'embedding-mlp', 'uniformity', 'two-layer-transformer', 'neuralgrok-standard', 'lstm', 'quick']
const names = process.argv.length > 2 ? process.argv.slice(2) : usual
const threads = os.availableParallelism()
const rounds = Number(process.env.GROKSCOPE_BENCH_ROUNDS ?? 5)

console.log(`${threads} threads, median of ${rounds} interleaved rounds; a step on the clock, then times the plain run: clock, processors (goal: at most 1.5)`)
for (const name of names) {
  const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' }
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'lab', 'model.ts'), name], { stdio: 'inherit', env: environment })
  if (status !== 0) process.exit(1)
}
await compareWithPyTorch(threads, rounds)
