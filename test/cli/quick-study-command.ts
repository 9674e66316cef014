import { runCommandLine } from '../../src-main/cli/program.ts'
import { quickStudy } from '../shared/studies/quick-study.ts'

// The command with one study, which trains in an instant, in place of the catalogue.
process.exitCode = await runCommandLine(process.argv.slice(2), [quickStudy])
