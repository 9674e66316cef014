import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Secrets of one serving: the token opens a session once by URL, the cookie keeps it. */
export interface Secrets {
  token: string
  /** Cookies ignore ports: a name of its own keeps two servers on one host apart. */
  cookieName: string
  cookieValue: string
}

export function newSecrets(): Secrets {
  const random = (bytes: number) => randomBytes(bytes).toString('base64url')
  return { token: random(32), cookieName: `grokscope-${randomBytes(4).toString('hex')}`, cookieValue: random(32) }
}

/** Equality in a time that tells nothing of where two secrets differ. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

// Names that only this machine answers to. Any port is taken: it differs behind `ssh -L`.
const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/

/** True for a `Host` that no foreign site can have its name resolved to by DNS rebinding. */
export function isOwnHost(host: string | undefined): boolean {
  return host !== undefined && loopbackHost.test(host)
}

/** True where the page that asks is the one that this server gave out: `Origin` names exactly the `Host` asked. */
export function isOwnOrigin(headers: IncomingHttpHeaders): boolean {
  return headers.origin === `http://${String(headers.host)}`
}

/** True where the request carries the session's cookie. */
export function hasSession(headers: IncomingHttpHeaders, secrets: Secrets): boolean {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.some(([name, value]) => name === secrets.cookieName && value !== undefined && sameSecret(value, secrets.cookieValue))
}

export function sessionCookie(secrets: Secrets): string {
  return `${secrets.cookieName}=${secrets.cookieValue}; Path=/; HttpOnly; SameSite=Strict`
}

export type Access = { allowed: true } | { allowed: false; status: 401 | 403; reason: string }

const refuse = (status: 401 | 403, reason: string): Access => ({ allowed: false, status, reason })

/** Whether a request may be answered at all, before anything is looked up. `changes` is true for uploads and the WebSocket. */
export function checkAccess(headers: IncomingHttpHeaders, secrets: Secrets, changes: boolean): Access {
  if (!isOwnHost(headers.host)) return refuse(403, 'This server answers to 127.0.0.1 and localhost only.')
  const originRequired = changes || headers.origin !== undefined
  if (originRequired && !isOwnOrigin(headers)) return refuse(403, 'This request comes from another site.')
  if (!hasSession(headers, secrets)) return refuse(401, 'No session. Open the address with its token that "grokscope serve" printed.')
  return { allowed: true }
}
