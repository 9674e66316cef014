import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { GrokscopeError } from '../../shared/errors.ts'
import { pageFile } from '../../shared/page-policy.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { checkAccess, isOwnHost, sameSecret, sessionCookie, type Access, type Secrets } from './access-policy.ts'
import { answer, answerDownload, answerError, answerJson, answerText } from './answers.ts'
import { receiveUpload } from './uploads.ts'

export interface RequestContext {
  workbench: Workbench
  secrets: Secrets
  /** Where the built page lies. */
  rendererFolder: string
}

/** Answers one HTTP request; never throws for what a client can send. */
export async function answerRequest(context: RequestContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = requestUrl(request)
  if (url === null) return answerText(response, 400, 'The address of this request could not be read.')
  const token = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null
  if (token !== null) return openSession(context, request, response, token)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const access = checkAccess(request.headers, context.secrets, !reads)
  if (!access.allowed) return answerRefusal(response, url.pathname, access)
  if (url.pathname === '/imports') return answerImport(context, request, response)
  if (!reads) return answerText(response, 405, 'Only GET is answered here.')
  if (url.pathname.startsWith('/exports/')) return answerExport(context, response, url.pathname.slice('/exports/'.length))
  return answerPage(context, response, url.pathname)
}

/** In words where a person reads it, as an error of the contract where the page does. */
function answerRefusal(response: ServerResponse, pathname: string, { status, reason }: Extract<Access, { allowed: false }>): void {
  const isForPage = pathname === '/imports' || pathname.startsWith('/exports/')
  if (isForPage) answerError(response, status, new GrokscopeError('request/refused', reason))
  else answerText(response, status, reason)
}

/** The URL asked for; its authority is ours whatever the request line says. */
export function requestUrl(request: IncomingMessage): URL | null {
  const target = request.url ?? ''
  return target.startsWith('/') && URL.canParse(`http://host${target}`) ? new URL(`http://host${target}`) : null
}

/** Exchanges the token of the printed URL for a cookie; the redirect takes the token out of the address bar. */
function openSession({ secrets }: RequestContext, request: IncomingMessage, response: ServerResponse, token: string): void {
  if (!isOwnHost(request.headers.host)) return answerText(response, 403, 'This server answers to 127.0.0.1 and localhost only.')
  if (!sameSecret(token, secrets.token)) return answerText(response, 403, 'The token is wrong. Open the address that "grokscope serve" printed last.')
  answer(response, 303, { Location: '/', 'Set-Cookie': sessionCookie(secrets), 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }, '')
}

async function answerImport({ workbench }: RequestContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return answerText(response, 405, 'Files are imported by POST.')
  try {
    answerJson(response, 200, { uploadId: await receiveUpload(workbench, request) })
  } catch (error) {
    if (request.destroyed && !request.complete) return void response.destroy()
    response.setHeader('Connection', 'close')
    answerError(response, error instanceof GrokscopeError ? 413 : 500, error)
  }
}

async function answerExport({ workbench }: RequestContext, response: ServerResponse, exportId: string): Promise<void> {
  let file
  try {
    file = workbench.prepared.find(exportId)
  } catch (error) {
    return answerError(response, 404, error)
  }
  await answerDownload(response, file)
}

async function answerPage({ rendererFolder }: RequestContext, response: ServerResponse, pathname: string): Promise<void> {
  const file = pageFile(pathname === '/' ? '/index.html' : pathname)
  if (file === null) return answerText(response, 404, 'Not found.')
  try {
    answer(response, 200, { 'Content-Type': file.mediaType }, await readFile(path.join(rendererFolder, ...file.segments)))
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return answerText(response, 404, 'Not found.')
    throw error
  }
}
