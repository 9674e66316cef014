import { toWireError } from '../../shared/errors.ts'

/** Where a command writes: people's text or, with `--json`, one JSON object per line; errors go to standard error either way. */
export interface Output {
  readonly json: boolean
  /** True where a person watches: progress bars are drawn. */
  readonly interactive: boolean
  /** Text for people; left out with `--json`. */
  text: (line: string) => void
  /** An object for programs; left out without `--json`. */
  event: (object: object) => void
  /** A remark that is not the command's result. */
  note: (line: string) => void
  /** Says what went wrong. */
  failure: (error: unknown) => void
}

/** Writes to this process's standard streams. */
export function standardOutput(json: boolean): Output {
  const failure = (error: unknown) => {
    const wire = toWireError(error)
    if (json) process.stdout.write(`${JSON.stringify({ event: 'error', ...wire })}\n`)
    process.stderr.write(`grokscope: ${wire.message}\n`)
  }
  return {
    json,
    interactive: !json && process.stderr.isTTY,
    text: (line) => { if (!json) process.stdout.write(`${line}\n`) },
    event: (object) => { if (json) process.stdout.write(`${JSON.stringify(object)}\n`) },
    note: (line) => process.stderr.write(`${line}\n`),
    failure
  }
}
