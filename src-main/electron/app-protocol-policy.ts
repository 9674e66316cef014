/** What the page may do; sent with every answer. `frame-ancestors` works in a header only. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** The only kinds of file that are served. */
export const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm'
}

export interface Asset {
  /** Names of folders and the file, below dist/renderer. */
  segments: string[]
  mediaType: string
}

const safeSegment = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/

/**
 * The file that a URL's path stands for, or null where it is not to be served. Each segment must consist of harmless
 * characters once decoded, so nothing can climb out: not by `..%2f`, backslash, drive letter or NUL.
 */
export function assetOf(pathname: string): Asset | null {
  const decoded = decode(pathname)
  if (decoded === null || !decoded.startsWith('/')) return null
  const segments = decoded.slice(1).split('/')
  if (!segments.every((segment) => safeSegment.test(segment) && !segment.endsWith('.'))) return null
  const extension = /\.[a-z0-9]+$/.exec(segments.at(-1) ?? '')?.[0] ?? ''
  const mediaType = Object.hasOwn(mediaTypes, extension) ? mediaTypes[extension] : undefined
  return mediaType === undefined ? null : { segments, mediaType }
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

/** Headers of every answer of `app://`. */
export function headersFor(mediaType: string): Record<string, string> {
  return {
    'Content-Type': mediaType,
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-cache'
  }
}
