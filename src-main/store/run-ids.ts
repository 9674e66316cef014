import { randomBytes } from 'node:crypto'
import { GrokscopeError } from '../../shared/errors.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const pattern = /^[a-z2-7]{10}$/

/** Ten characters of a–z and 2–7: 50 random bits, unique across machines for all practical purposes. */
export function newRunId(): string {
  return Array.from(randomBytes(10), (byte) => alphabet[byte & 31]).join('')
}

/** True for the form of a run id, whether such a run exists or not. */
export function isRunId(text: string): boolean {
  return pattern.test(text)
}

/** Throws `run/unknown`, naming the reference. */
export function unknownRun(reference: string): GrokscopeError {
  return new GrokscopeError('run/unknown', `There is no run ${JSON.stringify(reference)} in this store. List the runs to see their ids and names.`, { reference })
}
