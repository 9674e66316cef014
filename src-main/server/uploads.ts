import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Workbench } from '../workbench/workbench.ts'

export const largestUploadBytes = 8 * 2 ** 30

function tooLarge(limit: number): GrokscopeError {
  return new GrokscopeError('bundle/too-large', `the file is larger than the ${limit} bytes that are taken; import it with "grokscope import FILE"`)
}

/** Lets `limit` bytes through, then fails. */
function limited(limit: number): Transform {
  let total = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length
      if (total > limit) done(tooLarge(limit))
      else done(null, chunk)
    }
  })
}

/** Streams a request's body to disk; answers the id to name in `import.bundle`. Throws `bundle/too-large`; leaves nothing behind then. */
export async function receiveUpload(workbench: Pick<Workbench, 'prepared'>, request: IncomingMessage, limit = largestUploadBytes): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  const { uploadId, path } = workbench.prepared.newUpload()
  try {
    await pipeline(request, limited(limit), createWriteStream(path, { flags: 'wx' }))
    return uploadId
  } catch (error) {
    workbench.prepared.discardUpload(uploadId)
    throw error
  }
}
