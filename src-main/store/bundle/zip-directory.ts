import { invalidBundle, tooLargeBundle } from './failures.ts'
import type { BundleLimits } from './limits.ts'
import { flags, lengths, methods, overflow, signatures, zip64Extra, type ZipEntry } from './zip-format.ts'

/** A file that is read piece by piece. */
export interface ByteSource {
  name: string
  size: number
  /** Exactly `length` bytes from `offset`; the caller has checked that they are within the file. */
  read(offset: number, length: number): Buffer
}

interface Directory { count: number; start: number; size: number }

/**
 * The list of entries of a zip file of unknown origin, each within the file and none reaching into another.
 * Throws `bundle/invalid` or `bundle/too-large`.
 */
export function readDirectory(source: ByteSource, limits: BundleLimits): ZipEntry[] {
  const directory = findDirectory(source)
  if (directory.count > limits.entries || directory.size > limits.directoryBytes) throw tooLargeBundle(source.name, `it lists ${directory.count} entries`)
  const bytes = source.read(directory.start, directory.size)
  const entries: ZipEntry[] = []
  let offset = 0
  while (entries.length < directory.count) {
    if (offset + lengths.central > bytes.length) throw invalidBundle(source.name, 'its list of entries ends too early')
    const { entry, length } = readEntry(source.name, bytes.subarray(offset))
    entries.push(entry)
    offset += length
  }
  if (offset !== bytes.length) throw invalidBundle(source.name, 'its list of entries is longer than it says')
  refuseDuplicates(source.name, entries)
  refuseOverlap(source.name, entries, directory.start)
  return entries
}

function findDirectory(source: ByteSource): Directory {
  if (source.size < lengths.end) throw invalidBundle(source.name, 'it is too short for a bundle')
  const endOffset = source.size - lengths.end
  const end = source.read(endOffset, lengths.end)
  if (end.readUInt32LE(0) !== signatures.end || end.readUInt16LE(20) !== 0) throw invalidBundle(source.name, 'it is no bundle, or it was cut off')
  const plain = { count: end.readUInt16LE(10), size: end.readUInt32LE(12), start: end.readUInt32LE(16) }
  const isLarge = plain.count === overflow.short || plain.size === overflow.long || plain.start === overflow.long
  const { directory, stop } = isLarge ? findDirectory64(source, endOffset) : { directory: plain, stop: endOffset }
  if (end.readUInt32LE(4) !== 0 || directory.start + directory.size !== stop) throw invalidBundle(source.name, 'its list of entries is not where it says')
  return directory
}

function findDirectory64(source: ByteSource, endOffset: number): { directory: Directory; stop: number } {
  const offset = endOffset - lengths.end64 - lengths.locator64
  if (offset < 0) throw invalidBundle(source.name, 'its zip64 record is missing')
  const records = source.read(offset, lengths.end64 + lengths.locator64)
  const isSound = records.readUInt32LE(0) === signatures.end64 && records.readUInt32LE(lengths.end64) === signatures.locator64 &&
    Number(records.readBigUInt64LE(lengths.end64 + 8)) === offset
  if (!isSound) throw invalidBundle(source.name, 'its zip64 record is damaged')
  const [count, size, start] = [32, 40, 48].map((at) => Number(records.readBigUInt64LE(at)))
  return { directory: { count, size, start }, stop: offset }
}

function readEntry(file: string, bytes: Buffer): { entry: ZipEntry; length: number } {
  const nameLength = bytes.readUInt16LE(28)
  const extraLength = bytes.readUInt16LE(30)
  const length = lengths.central + nameLength + extraLength + bytes.readUInt16LE(32)
  if (bytes.readUInt32LE(0) !== signatures.central || length > bytes.length) throw invalidBundle(file, 'its list of entries is damaged')
  const name = decodeName(file, bytes.subarray(lengths.central, lengths.central + nameLength))
  const method = bytes.readUInt16LE(10)
  if ((bytes.readUInt16LE(8) & flags.encrypted) !== 0) throw invalidBundle(file, `entry ${JSON.stringify(name)} is encrypted`)
  if (method !== methods.stored && method !== methods.deflated) throw invalidBundle(file, `entry ${JSON.stringify(name)} is packed by the unknown method ${method}`)
  const extra = bytes.subarray(lengths.central + nameLength, lengths.central + nameLength + extraLength)
  const near = bytes.readUInt32LE(42)
  const entry = {
    name, method, crc: bytes.readUInt32LE(16), packedBytes: bytes.readUInt32LE(20), unpackedBytes: bytes.readUInt32LE(24),
    offset: near === overflow.long ? farOffset(file, extra) : near
  }
  if (method === methods.stored && entry.packedBytes !== entry.unpackedBytes) throw invalidBundle(file, `the sizes of entry ${JSON.stringify(name)} contradict each other`)
  return { entry, length }
}

function decodeName(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw invalidBundle(file, `the name of an entry is not text (${String(error)})`)
  }
}

function farOffset(file: string, extra: Buffer): number {
  if (extra.length !== 12 || extra.readUInt16LE(0) !== zip64Extra || extra.readUInt16LE(2) !== 8) throw invalidBundle(file, 'the place of an entry is missing')
  return Number(extra.readBigUInt64LE(4))
}

function refuseDuplicates(file: string, entries: readonly ZipEntry[]): void {
  const names = new Set<string>()
  for (const { name } of entries) {
    if (names.has(name)) throw invalidBundle(file, `it has two entries ${JSON.stringify(name)}`)
    names.add(name)
  }
}

function refuseOverlap(file: string, entries: readonly ZipEntry[], directoryStart: number): void {
  let free = 0
  for (const { name, offset, packedBytes } of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (offset < free) throw invalidBundle(file, `entry ${JSON.stringify(name)} lies over another`)
    free = offset + lengths.local + packedBytes
    if (free > directoryStart) throw invalidBundle(file, `entry ${JSON.stringify(name)} reaches beyond the file`)
  }
}
