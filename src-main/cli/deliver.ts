import { accessSync, constants, createReadStream } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { GrokscopeError } from '../../shared/errors.ts'
import type { PreparedExport } from '../../shared/rpc.ts'
import type { Session } from './session.ts'

/** Throws `file/unwritable`, naming the option, where no file can be put at the target: before the work whose result it takes. */
export function requireFolder(option: string, target: string): void {
  const folder = path.dirname(path.resolve(target))
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new GrokscopeError('file/unwritable', `${option}: expected a file in a folder that can be written to; ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Brings a prepared file to where the user wants it: `-` is standard output. An older file is replaced in one go. */
export async function deliver({ workbench, output }: Session, prepared: PreparedExport, target: string | undefined): Promise<void> {
  const source = workbench.prepared.find(prepared.exportId).path
  if (target === '-') return pipeline(createReadStream(source), process.stdout, { end: false })
  const file = path.resolve(target ?? prepared.fileName)
  const partial = `${file}.partial-${process.pid}`
  try {
    await copyFile(source, partial)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw new GrokscopeError('file/unwritable', `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
  output.event({ event: 'written', file, mediaType: prepared.mediaType, sizeBytes: prepared.sizeBytes })
  output.text(file)
}
