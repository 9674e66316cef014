import { Command, CommanderError } from 'commander'
import { isWrongUse, toWireError } from '../../shared/errors.ts'
import type { Study } from '../../shared/studies/study.ts'
import { applicationVersion } from '../../shared/version.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addFileCommands } from './commands/files.ts'
import { addLookingCommands } from './commands/look.ts'
import { addMeasureCommand } from './commands/measure.ts'
import { addRuntimeCommands } from './commands/runtime.ts'
import { addServeCommand } from './commands/serve.ts'
import { addStudyCommands } from './commands/studies.ts'
import { addTrainingCommands } from './commands/train.ts'
import type { Context, Work } from './context.ts'
import { standardOutput } from './output.ts'

const wrongUse = 2

function buildProgram(context: Context): Command {
  const program = new Command('grokscope')
    .description('Experiments on grokking: train, keep, compare, look inside.')
    .version(applicationVersion)
    .helpCommand(false)
    .showHelpAfterError('(--help shows what is expected)')
    .exitOverride()
    .addHelpText('after', '\nExit status: 0 done, 1 failed or diverged, 2 wrong use.')
  addTrainingCommands(program, context)
  addLookingCommands(program, context)
  addStudyCommands(program, context)
  addMeasureCommand(program, context)
  addFileCommands(program, context)
  addServeCommand(program, context)
  addRuntimeCommands(program, context)
  addDoctorCommand(program, context)
  inheritSettings(program)
  return program
}

/** Errors of subcommands are thrown, not answered by ending the process. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command)
    inheritSettings(child)
  }
}

/** Runs one command line; answers the exit status. `studies` take the place of those of the catalogue. */
export async function runCommandLine(words: readonly string[], studies?: readonly Study[]): Promise<number> {
  let status = 0
  const context: Context = {
    studies,
    act: <Options, Arguments extends unknown[]>(work: Work<Options, Arguments>) => async function (this: Command) {
      const output = standardOutput(this.opts<{ json?: boolean }>().json === true)
      try {
        status = await work(output, this.opts<Options & object>(), ...(this.processedArgs as Arguments))
      } catch (error) {
        output.failure(error)
        status = isWrongUse(toWireError(error).code) ? wrongUse : 1
      }
    }
  }
  try {
    await buildProgram(context).parseAsync(words, { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUse
    throw error
  }
}
