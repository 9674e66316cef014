import { toWireError } from '../../shared/errors.ts'
import type { FromTrainer } from './protocol.ts'

export type Ending = Extract<FromTrainer, { kind: 'ended' }>

/** The last message of a process that met an error. */
export function failure(error: unknown): Ending {
  const wire = toWireError(error)
  return { kind: 'ended', status: 'failed', step: 0, error: { ...wire, code: wire.code === 'internal' ? 'trainer/failed' : wire.code } }
}
