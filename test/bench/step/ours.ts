import { createInterface } from 'node:readline'
import * as tf from '@tensorflow/tfjs-core'
import { parseConfig } from '../../../shared/config/validate.ts'
import { buildProgram } from '../../../src-main/lab/program.ts'
import { loadBackend } from '../../../src-main/runtime/load.ts'
import type { Executor, Program } from '../../../shared/program.ts'

const { config, threads, xla } = JSON.parse(process.argv[2]) as { config: unknown; threads: number; xla: boolean }

/** Floating-point operations a second of large matrix products on this backend: what no step can beat. */
function gemmPeak(execute: (program: Program) => Executor): number {
  const size = 1536
  const matrix = tf.fill([size, size], 0.5)
  const executor = execute({
    state: { sum: { shape: [], dtype: 'float32', initial: Float32Array.of(0) } },
    functions: { multiply: { feeds: { factor: { shape: [], dtype: 'float32' } }, run: (_state, { factor }) => ({ outputs: { corner: tf.slice(tf.matMul(tf.mul(matrix, factor), matrix), [0, 0], [1, 1]) } }) } }
  })
  const feeds = { factor: Float32Array.of(1) }
  executor.run('multiply', feeds)
  const rates = Array.from({ length: 8 }, () => {
    const startedMs = performance.now()
    executor.run('multiply', feeds)
    return 2 * size ** 3 / ((performance.now() - startedMs) / 1000)
  })
  executor.dispose()
  return Math.max(...rates)
}

const loaded = await loadBackend({ backend: 'tensorflow', threads, xla })
const program = buildProgram(parseConfig(config))
const executor = loaded.execute(program.program)
let step = 0

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'gemm') {
    console.log(JSON.stringify({ milliseconds: 0, loss: gemmPeak((program) => loaded.execute(program)) }))
    continue
  }
  const count = Number(line)
  const startedMs = performance.now()
  let loss = 0
  for (let done = 0; done < count; done++) loss = executor.run('train', program.trainFeeds(step++)).loss[0]
  console.log(JSON.stringify({ milliseconds: (performance.now() - startedMs) / count, loss }))
}
