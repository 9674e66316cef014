import { deflateSync } from 'fflate'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { flags, lengths, methods, overflow, signatures, zip64Extra, type ZipEntry } from './zip-format.ts'

/** 1980-01-01, the earliest date of the format: equal content must give equal bytes. */
const fixedDate = 0x0021
const versionPlain = 20
const version64 = 45
const unixRegularFile = 0o100644 << 16 >>> 0

/**
 * Other entries are stored as they are: weights do not shrink, and long curves would take long. Packing by fflate, not by
 * zlib, gives the same bytes on every platform.
 */
const deflated = { fromBytes: 128, toBytes: 2 ** 15 }
/** Small pieces go to the disk together. */
const bufferBytes = 2 ** 20

export interface ZipWriter {
  add(name: string, data: Uint8Array): void
  /** Writes the list of entries and flushes the file to the disk. */
  finish(): void
  /** Closes the file as it is. */
  abandon(): void
}

/** Writes a zip file entry by entry. */
export function createZip(file: string): ZipWriter {
  const descriptor = openSync(file, 'wx')
  const entries: ZipEntry[] = []
  let position = 0

  let waiting: Uint8Array[] = []
  let waitingBytes = 0

  function flush(): void {
    const bytes = Buffer.concat(waiting)
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done)
    waiting = []
    waitingBytes = 0
  }

  function put(bytes: Uint8Array): void {
    waiting.push(bytes)
    waitingBytes += bytes.length
    position += bytes.length
    if (waitingBytes >= bufferBytes) flush()
  }

  return {
    add(name, data) {
      const packed = data.length >= deflated.fromBytes && data.length <= deflated.toBytes ? deflateSync(data, { level: 6 }) : data
      const isSmaller = packed.length < data.length
      const body = isSmaller ? packed : data
      const method = isSmaller ? methods.deflated : methods.stored
      const entry = { name, method, crc: crc32(data), packedBytes: body.length, unpackedBytes: data.length, offset: position }
      entries.push(entry)
      put(localHeader(entry))
      put(body)
    },
    finish() {
      const start = position
      for (const entry of entries) put(centralHeader(entry))
      put(endRecords(entries.length, start, position - start))
      flush()
      fsyncSync(descriptor)
      closeSync(descriptor)
    },
    abandon: () => closeSync(descriptor)
  }
}

function writeCommon(header: Buffer, at: number, entry: ZipEntry): void {
  header.writeUInt16LE(flags.utf8, at)
  header.writeUInt16LE(entry.method, at + 2)
  header.writeUInt16LE(0, at + 4)
  header.writeUInt16LE(fixedDate, at + 6)
  header.writeUInt32LE(entry.crc, at + 8)
  header.writeUInt32LE(entry.packedBytes, at + 12)
  header.writeUInt32LE(entry.unpackedBytes, at + 16)
  header.writeUInt16LE(Buffer.byteLength(entry.name), at + 20)
}

function localHeader(entry: ZipEntry): Buffer {
  const header = Buffer.alloc(lengths.local)
  header.writeUInt32LE(signatures.local, 0)
  header.writeUInt16LE(versionPlain, 4)
  writeCommon(header, 6, entry)
  return Buffer.concat([header, Buffer.from(entry.name)])
}

function centralHeader(entry: ZipEntry): Buffer {
  const isFar = entry.offset >= overflow.long
  const extra = Buffer.alloc(isFar ? 12 : 0)
  if (isFar) {
    extra.writeUInt16LE(zip64Extra, 0)
    extra.writeUInt16LE(8, 2)
    extra.writeBigUInt64LE(BigInt(entry.offset), 4)
  }
  const header = Buffer.alloc(lengths.central)
  header.writeUInt32LE(signatures.central, 0)
  header.writeUInt16LE((3 << 8) | version64, 4)
  header.writeUInt16LE(isFar ? version64 : versionPlain, 6)
  writeCommon(header, 8, entry)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(unixRegularFile, 38)
  header.writeUInt32LE(Math.min(entry.offset, overflow.long), 42)
  return Buffer.concat([header, Buffer.from(entry.name), extra])
}

function endRecords(count: number, start: number, size: number): Buffer {
  const end = Buffer.alloc(lengths.end)
  end.writeUInt32LE(signatures.end, 0)
  end.writeUInt16LE(Math.min(count, overflow.short), 8)
  end.writeUInt16LE(Math.min(count, overflow.short), 10)
  end.writeUInt32LE(Math.min(size, overflow.long), 12)
  end.writeUInt32LE(Math.min(start, overflow.long), 16)
  const isLarge = count >= overflow.short || size >= overflow.long || start >= overflow.long
  return isLarge ? Buffer.concat([endRecords64(count, start, size), end]) : end
}

function endRecords64(count: number, start: number, size: number): Buffer {
  const records = Buffer.alloc(lengths.end64 + lengths.locator64)
  records.writeUInt32LE(signatures.end64, 0)
  records.writeBigUInt64LE(BigInt(lengths.end64 - 12), 4)
  records.writeUInt16LE((3 << 8) | version64, 12)
  records.writeUInt16LE(version64, 14)
  records.writeBigUInt64LE(BigInt(count), 24)
  records.writeBigUInt64LE(BigInt(count), 32)
  records.writeBigUInt64LE(BigInt(size), 40)
  records.writeBigUInt64LE(BigInt(start), 48)
  records.writeUInt32LE(signatures.locator64, lengths.end64)
  records.writeBigUInt64LE(BigInt(start + size), lengths.end64 + 8)
  records.writeUInt32LE(1, lengths.end64 + 16)
  return records
}
