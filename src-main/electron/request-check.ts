import * as v from 'valibot'
import { GrokscopeError } from '../../shared/errors.ts'

/** Requests are small: configs, ids and queries. Files never come this way. */
export const requestLimitBytes = 4 * 1024 * 1024

const clientMessage = v.strictObject({
  id: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  method: v.pipe(v.string(), v.maxLength(100)),
  parameters: v.unknown()
})

const exportRequest = v.strictTuple([
  v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  v.pipe(v.string(), v.minLength(1), v.maxLength(1_000))
])

export type Reading = { ok: true; id: number; bytes: Uint8Array } | { ok: false; id: number | null; reason: string }

/** What the page sent, if it has the form of a request; methods and parameters are checked by the workbench. */
export function readClientMessage(raw: unknown, decode: (bytes: Uint8Array) => unknown): Reading {
  if (!(raw instanceof Uint8Array)) return { ok: false, id: null, reason: 'it is not bytes' }
  if (raw.byteLength > requestLimitBytes) return { ok: false, id: null, reason: `it is larger than ${requestLimitBytes} bytes` }
  let message: unknown
  try {
    message = decode(raw)
  } catch (error) {
    return { ok: false, id: null, reason: `it cannot be decoded (${error instanceof Error ? error.message : String(error)})` }
  }
  const parsed = v.safeParse(clientMessage, message)
  if (parsed.success) return { ok: true, id: parsed.output.id, bytes: raw }
  return { ok: false, id: idOf(message), reason: 'it does not have the form of a request' }
}

function idOf(message: unknown): number | null {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null
  return Number.isSafeInteger(id) ? Number(id) : null
}

/** The parameters of `saveExport`. Throws `request/invalid`. */
export function readExportRequest(raw: unknown): { exportId: string; fileName: string } {
  const parsed = v.safeParse(exportRequest, raw)
  if (!parsed.success) throw new GrokscopeError('request/invalid', 'The request to save a file was refused: it does not have the form expected.')
  return { exportId: parsed.output[0], fileName: parsed.output[1] }
}

/** A name that every file system takes, for the save dialog: no folder, no reserved character, at most 120 characters. */
export function safeFileName(fileName: string): string {
  // Control characters are found by code point: a pattern with them reads as a mistake.
  const printable = Array.from(fileName, (character) => ((character.codePointAt(0) ?? 0) < 32 ? '-' : character)).join('')
  const name = printable.replaceAll(/[\\/:*?"<>|]/g, '-').replace(/^\.+/, '').replace(/[. ]+$/, '').slice(-120)
  return name === '' ? 'export' : name
}
