import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { toWireError } from '../../shared/errors.ts'
import { pageHeaders } from '../../shared/page-policy.ts'
import type { ExportedFile } from '../workbench/prepared-exports.ts'

type Headers = Record<string, string | number>

export function answer(response: ServerResponse, status: number, headers: Headers, body: string | Buffer): void {
  response.writeHead(status, { ...pageHeaders, ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  answer(response, status, { 'Content-Type': 'text/plain; charset=utf-8' }, `${text}\n`)
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  answer(response, status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, JSON.stringify(value))
}

export function answerError(response: ServerResponse, status: number, error: unknown): void {
  answerJson(response, status, { error: toWireError(error) })
}

/** Sends a file piece by piece, to be saved under `fileName`. */
export async function answerDownload(response: ServerResponse, file: ExportedFile): Promise<void> {
  response.writeHead(200, {
    ...pageHeaders, 'Content-Type': file.mediaType, 'Content-Length': file.sizeBytes, 'Cache-Control': 'no-store',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName).replaceAll("'", '%27')}`
  })
  await pipeline(createReadStream(file.path), response)
}
