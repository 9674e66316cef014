import { decode, encode, ExtensionCodec } from '@msgpack/msgpack'

const arrayKinds = [Float64Array, Float32Array, Int32Array, Uint32Array] as const
const codec = new ExtensionCodec()

// One extension type per kind of typed array; the bytes are little-endian on every platform that is supported.
arrayKinds.forEach((Kind, type) => {
  codec.register({
    type,
    encode: (value) => (value instanceof Kind ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice() : null),
    // A copy, for alignment; not by slice, which in Node's Buffer shares memory.
    decode: (bytes) => new Kind(new Uint8Array(bytes).buffer)
  })
})

/** A message of the contract as bytes; typed arrays stay bytes. */
export function encodeMessage(message: unknown): Uint8Array {
  return encode(message, { extensionCodec: codec, ignoreUndefined: true })
}

/** The message that `encodeMessage` made. Throws where the bytes are not MessagePack. */
export function decodeMessage(bytes: Uint8Array): unknown {
  return decode(bytes, { extensionCodec: codec })
}
