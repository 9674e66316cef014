import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { GrokscopeError } from '../../shared/errors.ts'
import type { PreparedExport } from '../../shared/rpc.ts'

/** What a file is to be called and what it holds. */
export interface ExportKind {
  fileName: string
  mediaType: string
}

export interface ExportedFile extends PreparedExport {
  /** Where the file lies until the host has brought it to the user. */
  path: string
}

const lifetimeMs = 3_600_000

/** Files made ready for the user, and files that the user handed in; each lives for an hour at most. */
export class PreparedExports {
  readonly #folder: string
  readonly #exports = new Map<string, ExportedFile>()
  readonly #uploads = new Map<string, string>()

  constructor(parent: string) {
    this.#folder = makeFolder(parent)
  }

  /** Makes a file by `write`, which gets its path, and registers it. */
  async prepare(kind: ExportKind, write: (file: string) => Promise<void> | void): Promise<PreparedExport> {
    const exportId = newId()
    const file = path.join(this.#folder, exportId)
    try {
      await write(file)
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
    const prepared: PreparedExport = { exportId, ...kind, sizeBytes: statSync(file).size }
    this.#exports.set(exportId, { ...prepared, path: file })
    this.#expire(() => this.discard(exportId))
    return prepared
  }

  /** The file of a prepared export. Throws `request/invalid` where there is none (any more). */
  find(exportId: string): ExportedFile {
    const found = this.#exports.get(exportId)
    if (found === undefined) throw new GrokscopeError('request/invalid', 'this export is no longer there; make it again')
    return found
  }

  discard(exportId: string): void {
    const found = this.#exports.get(exportId)
    this.#exports.delete(exportId)
    if (found !== undefined) rmSync(found.path, { force: true })
  }

  /** A place for a file that the user hands in; write it, then name its id in `import.bundle`. */
  newUpload(): { uploadId: string; path: string } {
    const uploadId = newId()
    const file = path.join(this.#folder, `upload-${uploadId}`)
    this.addUpload(uploadId, file)
    return { uploadId, path: file }
  }

  /** Takes a file where it lies, under an id; it is removed after the import only where it lies in our folder. */
  addUpload(uploadId: string, file: string): void {
    this.#uploads.set(uploadId, file)
    this.#expire(() => this.discardUpload(uploadId))
  }

  /** Path of a handed-in file. Throws `request/invalid` where there is none. */
  findUpload(uploadId: string): string {
    const file = this.#uploads.get(uploadId)
    if (file === undefined) throw new GrokscopeError('request/invalid', 'the file to import is no longer there; choose it again')
    return file
  }

  discardUpload(uploadId: string): void {
    const file = this.#uploads.get(uploadId)
    this.#uploads.delete(uploadId)
    if (file !== undefined && path.dirname(file) === this.#folder) rmSync(file, { force: true })
  }

  /** Removes everything that was prepared. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #expire(discard: () => void): void {
    setTimeout(discard, lifetimeMs).unref()
  }
}

function newId(): string {
  return randomBytes(16).toString('base64url')
}

/** A folder of this session's own, beside which leftovers of dead sessions are cleared away. */
function makeFolder(parent: string): string {
  try {
    mkdirSync(parent, { recursive: true })
    for (const name of readdirSync(parent)) {
      const leftover = path.join(parent, name)
      if (Date.now() - statSync(leftover).mtimeMs > 24 * lifetimeMs) rmSync(leftover, { recursive: true, force: true })
    }
    return mkdtempSync(path.join(parent, 'session-'))
  } catch (error) {
    // A data folder that cannot be written is still read and exported from.
    if (error instanceof Error && 'code' in error) return mkdtempSync(path.join(tmpdir(), 'grokscope-'))
    throw error
  }
}
