import { buildProgram } from '../../src-main/lab/program.ts'
import { loadBackend } from '../../src-main/runtime/load.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import type { RunConfig } from '../../shared/config/schema.ts'

const how = process.argv[2]

process.once('message', (message) => {
  const { configs, steps } = message as { configs: RunConfig[]; steps: number }
  void run(configs, steps).then((curves) => process.send?.(curves, undefined, undefined, () => { process.exit(0) }))
})

async function run(configs: RunConfig[], steps: number): Promise<{ losses: number[]; weights: Float32Array }[]> {
  const loaded = await loadBackend({ backend: how === 'portable' ? 'portable' : 'tensorflow', threads: 2, xla: how === 'compiled with XLA' })
  return configs.map((config) => {
    const program = buildProgram(config)
    const executor = how === 'eager' ? runEagerly(program.program) : loaded.execute(program.program)
    const losses = Array.from({ length: steps }, (_, done) => executor.run(program.trainFunction(done), program.trainFeeds(done)).loss[0])
    const weights = Float32Array.from(executor.readState().parameters)
    executor.dispose()
    return { losses, weights }
  })
}
