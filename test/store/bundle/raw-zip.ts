import { crc32, deflateRawSync } from 'node:zlib'

/** An entry as given, and what the zip says of it where that is to differ. */
export interface RawEntry {
  name: string
  data: Uint8Array
  deflate?: boolean
  says?: { packedBytes?: number; unpackedBytes?: number; localName?: string; method?: number; flags?: number; offset?: number; crc?: number }
}

function header(entry: RawEntry, packed: Uint8Array, isLocal: boolean): Buffer {
  const says = entry.says ?? {}
  const name = Buffer.from(isLocal ? says.localName ?? entry.name : entry.name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(says.flags ?? 0, 2)
  common.writeUInt16LE(says.method ?? (entry.deflate === true ? 8 : 0), 4)
  common.writeUInt32LE(says.crc ?? crc32(entry.data), 10)
  common.writeUInt32LE(says.packedBytes ?? packed.length, 14)
  common.writeUInt32LE(says.unpackedBytes ?? entry.data.length, 18)
  common.writeUInt16LE(name.length, 22)
  return Buffer.concat([Buffer.from(isLocal ? [0x50, 0x4b, 3, 4] : [0x50, 0x4b, 1, 2, 20, 3]), common, ...(isLocal ? [name] : [])])
}

function centralHeader(entry: RawEntry, packed: Uint8Array, offset: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(entry.says?.offset ?? offset, 10)
  return Buffer.concat([header(entry, packed, false), rest, Buffer.from(entry.name)])
}

/** A zip file made by hand, so that it can lie. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const packed = entry.deflate === true ? deflateRawSync(entry.data) : Buffer.from(entry.data)
    central.push(centralHeader(entry, packed, offset))
    const part = Buffer.concat([header(entry, packed, true), packed])
    parts.push(part)
    offset += part.length
  }
  const size = central.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)])
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...central, end])
}
