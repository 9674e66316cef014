import { readNumber } from '../../../shared/config/number-text.ts'

/** More are started by a study or from the command line. */
const most = 100

export type RunCount = { ok: true; count: number } | { ok: false; message: string }

/** How many runs are to be started, or what is wrong with the number. */
export function readRunCount(text: string): RunCount {
  const count = readNumber(text, { whole: true })
  if (count !== null && Number.isInteger(count) && count >= 1 && count <= most) return { ok: true, count }
  return { ok: false, message: `expected a whole number from 1 to ${most}, got ${text.trim() === '' ? 'nothing' : text.trim()}` }
}
