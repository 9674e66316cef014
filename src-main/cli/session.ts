import { fromWireError, GrokscopeError } from '../../shared/errors.ts'
import type { MethodName, Parameters, Result } from '../../shared/rpc.ts'
import type { Study } from '../../shared/studies/study.ts'
import { dispatch } from '../workbench/dispatch.ts'
import { openLocalWorkbench } from '../workbench/open-local.ts'
import type { Workbench } from '../workbench/workbench.ts'
import type { Output } from './output.ts'

/** An open workbench as a command uses it: by the contract alone. */
export interface Session {
  workbench: Workbench
  output: Output
  call: <K extends MethodName>(method: K, parameters: Parameters<K>) => Promise<Result<K>>
  /** Ids of the runs that ids, id prefixes or names stand for. Throws `run/unknown` and `run/ambiguous`. */
  find: (references: readonly string[]) => string[]
}

export interface SessionOptions {
  home: string | null
  access: 'write' | 'any'
  output: Output
  autostart?: boolean
  /** Studies in place of those of the catalogue. */
  studies?: readonly Study[]
}

/** Opens the workbench for the length of a command. */
export async function withSession<Value>(options: SessionOptions, work: (session: Session) => Promise<Value>): Promise<Value> {
  const { home, access, output, studies, autostart = false } = options
  const workbench = await openLocalWorkbench({ home, access, autostart, studies })
  try {
    return await work({
      workbench, output,
      call: (method, parameters) => call(workbench, method, parameters),
      find: (references) => references.map((reference) => workbench.store.findRun(reference).id)
    })
  } finally {
    await workbench.close()
  }
}

async function call<K extends MethodName>(workbench: Workbench, method: K, parameters: Parameters<K>): Promise<Result<K>> {
  const reply = await dispatch(workbench, method, parameters)
  if (!reply.ok) throw fromWireError(reply.error)
  return reply.value as Result<K>
}

/** A whole number from the command line. Throws `request/invalid`, naming the option. */
export function wholeNumber(option: string, text: string, range: { minimum: number; maximum: number }): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= range.minimum && value <= range.maximum) return value
  throw new GrokscopeError('request/invalid', `${option}: expected a whole number from ${range.minimum} to ${range.maximum}, got "${text}"`)
}
