import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildProgram } from '../../src-main/lab/program.ts'
import type { LoadedBackend } from '../../src-main/runtime/load.ts'

/** What a run measured of itself at one step. */
export interface Look {
  step: number
  values: Readonly<Record<string, number>>
}

/** Trains a run to the last step of its config, or to the first look that is `enough`; it looks at itself every so many steps. */
export function followRun(backend: LoadedBackend, input: RunConfigInput, everySteps: number, enough: (look: Look) => boolean = () => false): Look[] {
  const config = parseConfig(input)
  const program = buildProgram(config)
  const executor = backend.execute(program.program)
  const looks: Look[] = []
  try {
    for (let done = 0; done < config.stop.maximumSteps; done++) {
      executor.run(program.trainFunction(done), program.trainFeeds(done))
      if ((done + 1) % everySteps !== 0) continue
      const look = { step: done + 1, values: program.measure(executor, done + 1) }
      looks.push(look)
      if (enough(look)) break
    }
    return looks
  } finally {
    executor.dispose()
    program.dispose()
  }
}

/** First step of a look at which a value is at least the threshold; infinite where there is none. */
export function stepReaching(looks: readonly Look[], name: string, threshold: number): number {
  return looks.find(({ values }) => values[name] >= threshold)?.step ?? Infinity
}
