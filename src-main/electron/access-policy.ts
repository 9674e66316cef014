/** A decision and why it was taken; the reasons are for whoever wants to change a row. */
export interface Rule {
  allowed: boolean
  reason: string
}

export const applicationScheme = 'app'
export const applicationHost = 'grokscope'
export const pageUrl = `${applicationScheme}://${applicationHost}/index.html`

function parse(raw: string): URL | null {
  return URL.canParse(raw) ? new URL(raw) : null
}

/**
 * The URL where it belongs to the application, else null. Parts are compared, never the origin, which is the string
 * "null" for a scheme that Node does not know, and never a prefix, which `app://grokscope.example` would pass.
 */
export function parseApplicationUrl(raw: string): URL | null {
  const url = parse(raw)
  if (url === null || url.protocol !== `${applicationScheme}:` || url.host !== applicationHost) return null
  return url.username === '' && url.password === '' && url.port === '' ? url : null
}

/** Only the page itself may be shown, and only in the main frame. */
export function decideNavigation(raw: string, isMainFrame: boolean): Rule {
  if (!isMainFrame) return { allowed: false, reason: 'the page has no frames' }
  const url = parseApplicationUrl(raw)
  if (url === null) return { allowed: false, reason: 'only the application is shown in its window' }
  const isPage = url.pathname === '/index.html' && url.search === ''
  return isPage ? { allowed: true, reason: 'the page itself' } : { allowed: false, reason: 'the application has one page' }
}

/** Hosts whose pages may be handed to the system's browser. */
export const externalHosts: Readonly<Record<string, string>> = {
  'arxiv.org': 'the papers that the presets and studies come from',
  'doi.org': 'published versions of the papers',
  'github.com': 'source, issues and releases of Grokscope'
}

/** What may leave for the system's browser: https pages of known hosts, without credentials or a port. */
export function decideExternal(raw: string): Rule {
  const url = parse(raw)
  if (url === null) return { allowed: false, reason: 'not a URL' }
  if (url.protocol !== 'https:') return { allowed: false, reason: 'only https is handed to the system' }
  if (url.username !== '' || url.password !== '' || url.port !== '') return { allowed: false, reason: 'credentials and ports are not needed' }
  const reason = Object.hasOwn(externalHosts, url.host) ? externalHosts[url.host] : undefined
  return reason === undefined ? { allowed: false, reason: 'not a known host' } : { allowed: true, reason }
}

/** Every request of the session by scheme: Grokscope needs no network, and so has none. */
export const requestSchemes: Readonly<Record<string, string>> = {
  'app:': 'the application itself',
  'devtools:': 'developer tools of an unpackaged build',
  'blob:': 'figures and files that the page made',
  'data:': 'images that the page made'
}

export function decideRequest(raw: string): Rule {
  const url = parse(raw)
  const reason = url !== null && Object.hasOwn(requestSchemes, url.protocol) ? requestSchemes[url.protocol] : undefined
  if (url === null || reason === undefined) return { allowed: false, reason: 'Grokscope works offline' }
  if (url.protocol === 'app:' && parseApplicationUrl(raw) === null) return { allowed: false, reason: 'not this application' }
  return { allowed: true, reason }
}

/** Permissions that the page may have; everything else that Chromium knows or will know is refused. */
export const allowedPermissions: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': 'every number and figure can be copied',
  'fullscreen': 'a chart can fill the screen'
}

export function decidePermission(permission: string, requestingUrl: string): Rule {
  if (parseApplicationUrl(requestingUrl) === null) return { allowed: false, reason: 'not this application' }
  const reason = Object.hasOwn(allowedPermissions, permission) ? allowedPermissions[permission] : undefined
  return reason === undefined ? { allowed: false, reason: 'nothing in Grokscope needs it' } : { allowed: true, reason }
}

/** The frame that sent a message, as far as the decision needs it. */
export interface Sender {
  url: string
  isMainFrame: boolean
}

/** Messages count only from the page, in the main frame, while that frame still exists. */
export function decideSender(sender: Sender | null): Rule {
  if (sender === null) return { allowed: false, reason: 'the frame is gone' }
  return decideNavigation(sender.url, sender.isMainFrame)
}
