import * as v from 'valibot'
import { GrokscopeError, toWireError, type WireError } from '../../shared/errors.ts'
import { methods, type Handlers, type MethodName, type Parsed, type Reply, type Result } from '../../shared/rpc.ts'

/** Narrows a name of unknown origin to a method of the contract. */
export function isMethod(method: string): method is MethodName {
  return Object.hasOwn(methods, method)
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  const text = issue.expected === 'never' ? 'is not a known parameter' : issue.message
  return path === null ? text : `${path}: ${text}`
}

/** The parameters as the handler gets them. Throws `request/invalid`, naming each parameter and what was expected. */
export function parseParameters<K extends MethodName>(method: K, parameters: unknown): Parsed<K> {
  const schema: v.GenericSchema<unknown, Parsed<K>> = methods[method].parameters
  const parsed = v.safeParse(schema, parameters)
  if (parsed.success) return parsed.output
  throw new GrokscopeError('request/invalid', `${method}: ${parsed.issues.map(describeIssue).join('; ')}`)
}

async function call<K extends MethodName>(handlers: Handlers, method: K, parameters: unknown): Promise<Result<K>> {
  const parsed = parseParameters(method, parameters)
  return handlers[method](parsed)
}

/** Answers one call from outside. Unknown methods and bad parameters are refused before any work; nothing is thrown. */
export async function dispatch(workbench: { readonly handlers: Handlers }, method: string, parameters: unknown): Promise<Reply> {
  try {
    if (!isMethod(method)) throw new GrokscopeError('request/unknown-method', `there is no method ${JSON.stringify(method.slice(0, 100))}`)
    return { ok: true, value: await call(workbench.handlers, method, parameters) }
  } catch (error) {
    return { ok: false, error: onWire(error) }
  }
}

function onWire(error: unknown): WireError {
  return toWireError(isDiskFull(error) ? new GrokscopeError('disk/full', 'the disk that holds the data folder is full; free some space and try again') : error)
}

/** True for the ways in which SQLite and the file system say that no space is left. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'SQLITE_FULL')
}
