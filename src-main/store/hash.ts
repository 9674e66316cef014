import { hash } from 'node:crypto'

/** SHA-256 of the bytes of a typed array, 32 bytes. */
export function sha256(data: ArrayBufferView): Buffer {
  return hash('sha256', bytesOf(data), 'buffer')
}

/** The bytes of a typed array, not copied. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function aligned(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : bytes.slice()
}

/** A view of the bytes as float64, copied only where they are not aligned. */
export function asFloat64(bytes: Uint8Array): Float64Array {
  const source = aligned(bytes, 8)
  return new Float64Array(source.buffer, source.byteOffset, source.byteLength / 8)
}

/** A view of the bytes as float32, copied only where they are not aligned. */
export function asFloat32(bytes: Uint8Array): Float32Array {
  const source = aligned(bytes, 4)
  return new Float32Array(source.buffer, source.byteOffset, source.byteLength / 4)
}

/** A view of the bytes as int32, copied only where they are not aligned. */
export function asInt32(bytes: Uint8Array): Int32Array {
  const source = aligned(bytes, 4)
  return new Int32Array(source.buffer, source.byteOffset, source.byteLength / 4)
}
