import * as v from 'valibot'
import { asFloat32, asFloat64, asInt32, bytesOf } from '../hash.ts'

export type NamedTensor =
  | { name: string; dtype: 'F32'; shape: number[]; data: Float32Array }
  | { name: string; dtype: 'F64'; shape: number[]; data: Float64Array }
  | { name: string; dtype: 'I32'; shape: number[]; data: Int32Array }

export interface TensorFile { metadata: Record<string, string>; tensors: NamedTensor[] }

const metadataKey = '__metadata__'
const maximumHeaderBytes = 64 * 2 ** 20
const wordBytes = { F32: 4, F64: 8, I32: 4 } as const

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const metadataSchema = v.record(v.string(), v.string())
const entrySchema = v.strictObject({ dtype: v.picklist(['F32', 'F64', 'I32']), shape: v.array(whole), data_offsets: v.tuple([whole, whole]) })
const headerSchema = v.record(v.string(), v.unknown())

/** A file in the safetensors format (huggingface.co/docs/safetensors): header length, JSON header, data. Equal content gives equal bytes. */
export function encodeTensors({ metadata, tensors }: TensorFile): Uint8Array {
  let end = 0
  const entries = tensors.map(({ name, dtype, shape, data }): [string, unknown] => {
    if (name === metadataKey) throw new RangeError(`a tensor cannot be named ${metadataKey}`)
    const start = end
    end += data.byteLength
    return [name, { dtype, shape, data_offsets: [start, end] }]
  })
  const json = JSON.stringify(Object.fromEntries([[metadataKey, metadata], ...entries]))
  const unpadded = Buffer.byteLength(json)
  const header = Buffer.alloc(8 + Math.ceil(unpadded / 8) * 8, ' ')
  header.writeBigUInt64LE(BigInt(header.length - 8))
  header.write(json, 8)
  const bytes = new Uint8Array(header.length + end)
  bytes.set(header)
  let offset = header.length
  for (const { data } of tensors) {
    bytes.set(bytesOf(data), offset)
    offset += data.byteLength
  }
  return bytes
}

/**
 * Reads a safetensors file of unknown origin; tensors come in the order of their data. Throws an `Error` that says what is wrong:
 * a header that is too long or no JSON, types that are not known, data that overlap, leave gaps or do not fit their shape.
 */
export function decodeTensors(bytes: Uint8Array): TensorFile {
  const { header, dataStart } = readHeader(bytes)
  const metadata = v.parse(metadataSchema, header[metadataKey] ?? {})
  const entries = Object.entries(header).filter(([name]) => name !== metadataKey).map(([name, raw]) => ({ name, ...v.parse(entrySchema, raw) }))
  entries.sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1])
  let end = 0
  const tensors = entries.map(({ name, dtype, shape, data_offsets: [from, to] }) => {
    const count = shape.reduce((product, side) => product * side, 1)
    if (from !== end || to - from !== count * wordBytes[dtype]) throw new RangeError(`the place of tensor ${JSON.stringify(name)} does not fit its shape or its neighbours`)
    end = to
    return tensorOf({ name, shape }, dtype, bytes.subarray(dataStart + from, dataStart + to))
  })
  if (dataStart + end !== bytes.length) throw new RangeError('its data are longer or shorter than its header says')
  return { metadata, tensors }
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8) throw new RangeError('it is too short')
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  if (length > Math.min(maximumHeaderBytes, bytes.length - 8)) throw new RangeError('its header is longer than the file')
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length))
  return { header: v.parse(headerSchema, JSON.parse(text)), dataStart: 8 + length }
}

function tensorOf(named: { name: string; shape: number[] }, dtype: NamedTensor['dtype'], bytes: Uint8Array): NamedTensor {
  switch (dtype) {
    case 'F32': return { ...named, dtype, data: asFloat32(bytes) }
    case 'F64': return { ...named, dtype, data: asFloat64(bytes) }
    case 'I32': return { ...named, dtype, data: asInt32(bytes) }
  }
}
