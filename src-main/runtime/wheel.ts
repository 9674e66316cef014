import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import { GrokscopeError } from '../../shared/errors.ts'
import { runCommand } from './command.ts'

const pythons = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python']

async function findPython(): Promise<string> {
  for (const python of pythons) {
    if ((await runCommand(python, ['-m', 'pip', '--version'])).code === 0) return python
  }
  throw new GrokscopeError('runtime/install-failed', 'Python with pip was not found. Install Python 3 with pip, then repeat.')
}

export interface WheelRequest {
  /** For example `tensorflow-cpu==2.21.0`. */
  requirement: string
  /** pip's tags of the platform whose wheel is wanted, for example `manylinux_2_27_x86_64`. */
  platforms: readonly string[]
  folder: string
  signal?: AbortSignal
  onLine?: (line: string) => void
}

function pipDownload({ requirement, platforms, folder }: WheelRequest, progressBar: 'raw' | 'off'): string[] {
  return ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--progress-bar', progressBar,
    ...platforms.flatMap((platform) => ['--platform', platform]),
    '--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--abi', 'none', '--dest', folder, requirement]
}

/**
 * Downloads one wheel by the user's own pip, so that mirrors, proxies and hash checks are as configured; returns its path.
 * Only the libraries inside are used, so any Python will do. Throws `runtime/install-failed`.
 */
export async function downloadWheel(request: WheelRequest): Promise<string> {
  const { requirement, folder, signal, onLine } = request
  const python = await findPython()
  await mkdir(folder, { recursive: true })
  let result = await runCommand(python, pipDownload(request, 'raw'), { signal, onLine })
  // pip before 24.1 has no raw progress.
  if (result.code === 2) result = await runCommand(python, pipDownload(request, 'off'), { signal })
  return foundWheel(folder, requirement, result)
}

async function foundWheel(folder: string, requirement: string, result: { code: number | null; output: string }): Promise<string> {
  const wheel = result.code === 0 ? (await readdir(folder)).find((name) => name.endsWith('.whl')) : undefined
  if (wheel === undefined) {
    throw new GrokscopeError('runtime/install-failed', `pip could not download ${requirement}: ${result.output.trim().split('\n').slice(-3).join(' ')}`)
  }
  return path.join(folder, wheel)
}

function openZip(file: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, zip) => { if (error) reject(error); else resolve(zip) })
  })
}

async function listEntries(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = []
    zip.on('entry', (entry: yauzl.Entry) => { entries.push(entry); zip.readEntry() })
    zip.on('end', () => { resolve(entries) })
    zip.on('error', reject)
    zip.readEntry()
  })
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => { if (error) reject(error); else resolve(stream) })
  })
}

async function readText(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<string> {
  let text = ''
  for await (const chunk of await openEntry(zip, entry)) text += chunk.toString()
  return text
}

/** SHA-256 of each file by the wheel's own RECORD, base64url without padding. */
async function readRecord(zip: yauzl.ZipFile, entries: readonly yauzl.Entry[]): Promise<Map<string, string>> {
  const record = entries.find(({ fileName }) => fileName.endsWith('.dist-info/RECORD'))
  if (record === undefined) throw new GrokscopeError('runtime/install-failed', 'the downloaded wheel has no RECORD; it is damaged')
  const lines = (await readText(zip, record)).split('\n')
  return new Map(lines.flatMap((line) => {
    const match = /^"?(.+?)"?,sha256=([^,]+),\d*\s*$/.exec(line)
    return match === null ? [] : [[match[1], match[2]] as const]
  }))
}

interface Unpacking {
  wheel: string
  folder: string
  /** The name under which an entry is written, or null to leave it out. */
  rename: (entry: string) => string | null
  /** Bytes written so far, and in all. */
  onProgress: (written: number, total: number) => void
}

/** Unpacks chosen files of a wheel, each checked against the wheel's RECORD. Throws `runtime/install-failed`. */
export async function unpackWheel({ wheel, folder, rename, onProgress }: Unpacking): Promise<void> {
  const zip = await openZip(wheel)
  try {
    const entries = await listEntries(zip)
    const record = await readRecord(zip, entries)
    const wanted = entries.flatMap((entry) => {
      const name = rename(entry.fileName)
      return name === null ? [] : [{ entry, file: path.join(folder, name) }]
    })
    const total = wanted.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0)
    let written = 0
    for (const { entry, file } of wanted) {
      await mkdir(path.dirname(file), { recursive: true })
      const hash = createHash('sha256')
      const tap = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk)
          written += chunk.length
          onProgress(written, total)
          done(null, chunk)
        }
      })
      await pipeline(await openEntry(zip, entry), tap, createWriteStream(file))
      if (hash.digest('base64url') !== record.get(entry.fileName)) {
        throw new GrokscopeError('runtime/install-failed', `${entry.fileName} in the downloaded wheel does not match its recorded hash`)
      }
    }
  } finally {
    zip.close()
  }
}

/** Requirements of a wheel whose names match, extras included, as `name==version`. */
export async function readWheelRequirements(wheel: string, names: RegExp): Promise<string[]> {
  const zip = await openZip(wheel)
  try {
    const metadata = (await listEntries(zip)).find(({ fileName }) => fileName.endsWith('.dist-info/METADATA'))
    if (metadata === undefined) return []
    const lines = (await readText(zip, metadata)).split('\n').filter((line) => line.startsWith('Requires-Dist: '))
    const requirements = lines.map((line) => line.slice('Requires-Dist: '.length).split(';')[0].replace(/[()\s]/g, ''))
    return [...new Set(requirements.filter((requirement) => names.test(requirement)))]
  } finally {
    zip.close()
  }
}
