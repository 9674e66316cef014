import type { Study } from '../../shared/studies/study.ts'
import { runCommandLine } from '../../src-main/cli/program.ts'
import { quickStudy } from '../shared/studies/quick-study.ts'

const endlessStudy: Study = {
  ...quickStudy, name: 'endless-study',
  runs: (scale, seeds) => quickStudy.runs(scale, seeds).map((run) => ({
    ...run, config: { ...run.config, stop: { maximumSteps: run.key === 'slow' ? 5_000_000 : 6_000_000 } }
  }))
}

// The command with two studies, one that trains in an instant and one that never ends, in place of the catalogue.
process.exitCode = await runCommandLine(process.argv.slice(2), [quickStudy, endlessStudy])
