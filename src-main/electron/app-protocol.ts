import { protocol, type Session } from 'electron'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pageFile, pageHeaders } from '../../shared/page-policy.ts'
import { applicationScheme, parseApplicationUrl } from './access-policy.ts'

/** Makes `app:` a standard, secure scheme; must run before the application is ready. */
export function registerApplicationScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: applicationScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Serves the built page, and nothing else, to this session. */
export function serveApplication(session: Session, rendererFolder: string): void {
  session.protocol.handle(applicationScheme, (request) => answer(request, rendererFolder))
}

async function answer(request: Request, rendererFolder: string): Promise<Response> {
  const url = parseApplicationUrl(request.url)
  const file = url === null ? null : pageFile(url.pathname)
  if (request.method !== 'GET' || file === null) return notFound()
  try {
    const body = await readFile(join(rendererFolder, ...file.segments))
    return new Response(new Uint8Array(body), { headers: { ...pageHeaders, 'Content-Type': file.mediaType } })
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return notFound()
    throw error
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' } })
}
