import { createInterface } from 'node:readline'
import { parseConfig } from '../../../shared/config/validate.ts'
import { buildProgram } from '../../../src-main/lab/program.ts'
import { loadBackend } from '../../../src-main/runtime/load.ts'

/** Each line of standard input is a number of steps; the answer is the milliseconds per step and the last training loss. */
const { config, threads, xla } = JSON.parse(process.argv[2]) as { config: unknown; threads: number; xla: boolean }
const loaded = await loadBackend({ backend: 'tensorflow', threads, xla })
const program = buildProgram(parseConfig(config))
const executor = loaded.execute(program.program)
let step = 0

for await (const line of createInterface({ input: process.stdin })) {
  const count = Number(line)
  const startedMs = performance.now()
  let loss = 0
  for (let done = 0; done < count; done++, step++) loss = executor.run(program.trainFunction(step), program.trainFeeds(step)).loss[0]
  console.log(JSON.stringify({ milliseconds: (performance.now() - startedMs) / count, loss }))
}
