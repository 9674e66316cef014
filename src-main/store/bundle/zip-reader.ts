import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32, inflateRawSync } from 'node:zlib'
import { invalidBundle, tooLargeBundle } from './failures.ts'
import type { BundleLimits } from './limits.ts'
import { readDirectory, type ByteSource } from './zip-directory.ts'
import { flags, lengths, methods, signatures, type ZipEntry } from './zip-format.ts'

export interface ZipReader {
  entries: ReadonlyMap<string, ZipEntry>
  /** The unpacked bytes of an entry, checked against its size and CRC-32. */
  read(name: string): Buffer
  close(): void
}

/** Opens a zip file of unknown origin; refuses by its directory what would unpack to more than the limits. Nothing is unpacked yet. */
export function openZip(file: string, limits: BundleLimits): ZipReader {
  const descriptor = openSync(file, 'r')
  try {
    const source = sourceOf(file, descriptor)
    const entries = readDirectory(source, limits)
    refuseBombs(source, entries, limits)
    const byName = new Map(entries.map((entry) => [entry.name, entry]))
    return {
      entries: byName,
      read(name) {
        const entry = byName.get(name)
        if (entry === undefined) throw invalidBundle(file, `it has no entry ${JSON.stringify(name)}`)
        return unpack(source, entry)
      },
      close: () => closeSync(descriptor)
    }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

function sourceOf(file: string, descriptor: number): ByteSource {
  const { size } = fstatSync(descriptor)
  return {
    name: file,
    size,
    read(offset, length) {
      const end = offset + length
      if (!Number.isSafeInteger(end) || offset < 0 || end > size) throw invalidBundle(file, 'it points beyond its own end')
      const bytes = Buffer.alloc(length)
      for (let done = 0; done < length;) {
        const count = readSync(descriptor, bytes, done, length - done, offset + done)
        if (count === 0) throw invalidBundle(file, 'it became shorter while it was read')
        done += count
      }
      return bytes
    }
  }
}

function refuseBombs(source: ByteSource, entries: readonly ZipEntry[], limits: BundleLimits): void {
  let total = 0
  for (const { name, packedBytes, unpackedBytes } of entries) {
    total += unpackedBytes
    if (unpackedBytes > limits.entryBytes || unpackedBytes > limits.freeBytes + limits.ratio * packedBytes) {
      throw tooLargeBundle(source.name, `entry ${JSON.stringify(name)} of ${packedBytes} bytes unpacks to ${unpackedBytes} bytes`)
    }
  }
  if (total > limits.totalBytes || total > limits.freeBytes + limits.ratio * source.size) {
    throw tooLargeBundle(source.name, `${source.size} bytes unpack to ${total} bytes`)
  }
}

function unpack(source: ByteSource, entry: ZipEntry): Buffer {
  const packed = source.read(dataStart(source, entry), entry.packedBytes)
  const bytes = entry.method === methods.stored ? packed : inflate(source.name, entry, packed)
  if (bytes.length !== entry.unpackedBytes) throw invalidBundle(source.name, `entry ${JSON.stringify(entry.name)} is shorter than it says`)
  if (crc32(bytes) !== entry.crc) throw invalidBundle(source.name, `entry ${JSON.stringify(entry.name)} is damaged`)
  return bytes
}

function dataStart(source: ByteSource, entry: ZipEntry): number {
  const header = source.read(entry.offset, lengths.local)
  const nameLength = header.readUInt16LE(26)
  const name = source.read(entry.offset + lengths.local, nameLength).toString('utf8')
  const sizesFollow = (header.readUInt16LE(6) & flags.sizesFollow) !== 0
  const agrees = header.readUInt32LE(0) === signatures.local && name === entry.name && header.readUInt16LE(8) === entry.method &&
    (sizesFollow || (header.readUInt32LE(18) === entry.packedBytes && header.readUInt32LE(22) === entry.unpackedBytes))
  if (!agrees) throw invalidBundle(source.name, `entry ${JSON.stringify(entry.name)} is not what the list of entries says`)
  return entry.offset + lengths.local + nameLength + header.readUInt16LE(28)
}

// zlib stops as soon as there is more output than the size that passed the limits.
function inflate(file: string, entry: ZipEntry, packed: Buffer): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpackedBytes) })
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLargeBundle(file, `entry ${JSON.stringify(entry.name)} unpacks to more than the ${entry.unpackedBytes} bytes that it says`)
    }
    throw invalidBundle(file, `entry ${JSON.stringify(entry.name)} is damaged (${error instanceof Error ? error.message : String(error)})`)
  }
}
