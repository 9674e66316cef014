import type { Command } from 'commander'
import type { Study } from '../../shared/studies/study.ts'
import type { Output } from './output.ts'

/** A command's work: answers the exit status. */
export type Work<Options, Arguments extends unknown[]> = (output: Output, options: Options, ...positional: Arguments) => Promise<number>

/** What commands are given by the program. */
export interface Context {
  /** Studies in place of those of the catalogue. */
  studies?: readonly Study[]
  /** Wraps a command's work: opens its output by `--json`, and keeps its exit status. */
  act: <Options, Arguments extends unknown[]>(work: Work<Options, Arguments>) => (this: Command, ...given: unknown[]) => Promise<void>
}

/** Options that every command has. */
export function common(command: Command): Command {
  return command
    .option('--home <folder>', 'data folder (else GROKSCOPE_HOME, else the platform\'s place)')
    .option('--json', 'print one JSON object per line')
}

/** Gathers an option that may be given several times. */
export function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}
