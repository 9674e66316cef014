import * as tf from '@tensorflow/tfjs-core'
import { product } from './matrix.ts'

type Shape4D = [number, number, number, number]

interface Window {
  stride: number
  padding: number
}

interface WindowOver extends Window {
  shape: Shape4D
}

/** Where a place of the window first lies on a padded image. */
export interface Corner {
  row: number
  column: number
}

/** tfjs writes padding per axis. */
const explicit = (padding: number): [[0, 0], [number, number], [number, number], [0, 0]] =>
  [[0, 0], [padding, padding], [padding, padding], [0, 0]]

/** Every stride-th pixel of a padded image from the given corner on: what one place of the window sees, [n, height, width, channels]. */
export function windowPlace(padded: tf.Tensor4D, corner: Corner, size: { stride: number; height: number; width: number }): tf.Tensor4D {
  const { stride, height, width } = size
  const [n, , , channels] = padded.shape
  const begin = [0, corner.row, corner.column, 0]
  const end = [n, corner.row + (height - 1) * stride + 1, corner.column + (width - 1) * stride + 1, channels]
  return tf.stridedSlice(padded, begin, end, [1, stride, stride, 1]) as tf.Tensor4D
}

/** Convolution off TensorFlow, by tfjs's own kernel. */
export function portableConvolution(x: tf.Tensor4D, filter: tf.Tensor4D, { stride, padding }: Window): tf.Tensor4D {
  return tf.conv2d(x, filter, stride, explicit(padding))
}

/** Its gradient by the input of the given shape: tfjs's transposed convolution. */
export function portableInputGradient(upstream: tf.Tensor4D, filter: tf.Tensor4D, { stride, padding, shape }: WindowOver): tf.Tensor4D {
  return tf.conv2dTranspose(upstream, filter, shape, stride, explicit(padding))
}

/**
 * Its gradient by the filter of the given shape, for which wasm has no kernel: for each place of the window the product of what it sees
 * with the upstream gradient.
 */
export function portableFilterGradient(x: tf.Tensor4D, upstream: tf.Tensor4D, { stride, padding, shape }: WindowOver): tf.Tensor4D {
  const [n, height, width, outputs] = upstream.shape
  const [rows, columns, inputs] = shape
  const padded = tf.pad(x, explicit(padding))
  const flat = tf.reshape(upstream, [n * height * width, outputs])
  const places = Array.from({ length: rows * columns }, (_, place) => {
    const seen = windowPlace(padded, { row: Math.floor(place / columns), column: place % columns }, { stride, height, width })
    return product(tf.reshape(seen, [n * height * width, inputs]), flat, true, false)
  })
  return tf.reshape(tf.stack(places), shape)
}
