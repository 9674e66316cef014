/**
 * Every failure that a person can meet has one of these codes. Codes are stable: scripts match on them.
 * `wrong-use` codes end the command line with status 2, all others with status 1.
 */
export const errorCodes = {
  'config/invalid': 'wrong-use',
  'request/invalid': 'wrong-use',
  'request/unknown-method': 'wrong-use',
  'request/refused': 'wrong-use',
  'preset/unknown': 'wrong-use',
  'run/unknown': 'wrong-use',
  'run/ambiguous': 'wrong-use',
  'run/state': 'wrong-use',
  'run/locked': 'wrong-use',
  'checkpoint/missing': 'wrong-use',
  'snapshot/missing': 'wrong-use',
  'study/unknown': 'wrong-use',
  'measure/unknown': 'wrong-use',
  'measure/unfit': 'wrong-use',
  'expression/invalid': 'wrong-use',
  'filter/invalid': 'wrong-use',
  'figure/invalid': 'wrong-use',
  'file/unreadable': 'failure',
  'file/unwritable': 'failure',
  'disk/full': 'failure',
  'bundle/invalid': 'failure',
  'bundle/too-large': 'failure',
  'store/locked': 'failure',
  'store/read-only': 'failure',
  'store/too-new': 'failure',
  'store/damaged': 'failure',
  'server/port-in-use': 'failure',
  'connection/lost': 'failure',
  'runtime/install-failed': 'failure',
  'runtime/unusable': 'failure',
  'trainer/crashed': 'failure',
  'trainer/diverged': 'failure',
  'intervention/failed': 'failure',
  'trainer/failed': 'failure',
  'internal': 'failure'
} as const satisfies Record<string, 'wrong-use' | 'failure'>

export type ErrorCode = keyof typeof errorCodes

/** What crosses a process border in place of an error: no stack, no secret. */
export interface WireError {
  code: ErrorCode
  message: string
  detail?: unknown
}

/** An expected failure: `message` says what happened, where, and what to do. */
export class GrokscopeError extends Error {
  readonly code: ErrorCode
  readonly detail: unknown

  constructor(code: ErrorCode, message: string, detail?: unknown) {
    super(message)
    this.name = 'GrokscopeError'
    this.code = code
    this.detail = detail
  }
}

/** True where the failure is the caller's: the command line exits with 2. */
export function isWrongUse(code: ErrorCode): boolean {
  return errorCodes[code] === 'wrong-use'
}

/** The wire form of anything thrown; unexpected errors keep their message under `internal`. */
export function toWireError(error: unknown): WireError {
  if (error instanceof GrokscopeError) {
    return { code: error.code, message: error.message, ...(error.detail === undefined ? {} : { detail: error.detail }) }
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}

/** The error that a wire form stands for. */
export function fromWireError(wire: WireError): GrokscopeError {
  return new GrokscopeError(wire.code, wire.message, wire.detail)
}
