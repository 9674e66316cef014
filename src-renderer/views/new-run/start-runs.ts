import type { RunConfig } from '../../../shared/config/schema.ts'
import type { RunRecord } from '../../../shared/run.ts'
import { nameWithEnd } from '../../format/run-names.ts'
import type { Application } from '../../state/application.svelte.ts'

interface Wish {
  app: Application
  config: RunConfig
  name: string
  preset: string | null
  /** How many runs: with this seed, the next one, and so on. */
  count: number
}

/** Makes one run for each seed and opens it, or the run browser where there are several. */
export async function startRuns({ app, config, name, preset, count }: Wish): Promise<void> {
  const made: RunRecord[] = []
  for (let i = 0; i < count; i++) {
    const seed = config.seed + i
    const run = await app.host.call('runs.create', {
      config: { ...config, seed }, name: count === 1 ? name : nameWithEnd(name, ` · seed ${seed}`), ...(preset === null ? {} : { preset })
    })
    app.runs.accept(run)
    made.push(run)
  }
  const [first] = made
  if (first === undefined) return
  app.selection.set(made.map((run) => run.id))
  app.selection.focus = first.id
  app.route.go(made.length === 1 ? `runs/${first.id}` : 'runs')
}
