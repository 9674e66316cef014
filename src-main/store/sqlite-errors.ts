import Database from 'better-sqlite3'
import { GrokscopeError } from '../../shared/errors.ts'

const fullAdvice = 'Free some space, or choose another data folder with --home. Nothing was changed.'

/** The failure that an error of SQLite or of the file system stands for; other errors come back as they are. */
export function asStoreError(error: unknown, file: string): unknown {
  if (error instanceof Database.SqliteError) return fromSqlite(error, file)
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return fromFileSystem(error, error.code, file)
  return error
}

function fromSqlite(error: Error & { code: string }, file: string): unknown {
  const primary = error.code.split('_').slice(0, 2).join('_')
  const reason = `${error.message}, ${error.code}`
  // Where the disk is full, the index of the journal is what cannot grow.
  switch (error.code === 'SQLITE_IOERR_SHMSIZE' ? 'SQLITE_FULL' : primary) {
    case 'SQLITE_FULL':
      return new GrokscopeError('disk/full', `The disk or the store ${file} is full. ${fullAdvice}`)
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return new GrokscopeError('store/damaged',
        `The store ${file} is damaged (${reason}). It was left as it is: put a copy of it in its place, or choose another data folder with --home.`)
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
      return new GrokscopeError('file/unwritable', `The store ${file} cannot be opened for writing (${reason}). Check the permissions of its folder, or choose another data folder with --home.`)
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new GrokscopeError('store/locked', `The store ${file} is in use by another program (${reason}). Close it and try again.`)
    case 'SQLITE_IOERR':
      return new GrokscopeError('file/unwritable', `Reading or writing the store ${file} failed (${reason}). Check the disk.`)
    default:
      return error
  }
}

function fromFileSystem(error: Error, code: string, file: string): unknown {
  if (code === 'ENOSPC' || code === 'EDQUOT') return new GrokscopeError('disk/full', `The disk of ${file} is full. ${fullAdvice}`)
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'EINVAL'].includes(code)) {
    return new GrokscopeError('file/unwritable', `${file} cannot be written (${error.message}). Choose another data folder with --home, or change its permissions.`)
  }
  return error
}
