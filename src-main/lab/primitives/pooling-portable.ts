import * as tf from '@tensorflow/tfjs-core'
import { windowPlace, type Corner } from './convolution-portable.ts'

interface PoolingWindow {
  size: number
  stride: number
  padding: number
}

/** Below every activation, but finite: 0 · lowest is 0. */
export const lowestActivation = -3e38

const cornerOf = (place: number, { size }: { size: number }): Corner => ({ row: Math.floor(place / size), column: place % size })

/** What each place of the window sees, the first in row order first. */
function places(x: tf.Tensor4D, { size, stride, padding }: PoolingWindow, border: number): tf.Tensor4D[] {
  const [height, width] = [x.shape[1], x.shape[2]].map((length) => Math.floor((length + 2 * padding - size) / stride) + 1)
  const padded = tf.pad(x, [[0, 0], [padding, padding], [padding, padding], [0, 0]], border)
  return Array.from({ length: size * size }, (_, place) =>
    windowPlace(padded, cornerOf(place, { size }), { stride, height, width }))
}

/** Largest value in each window. */
export function portableMaxima(x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  return places(x, window, lowestActivation).reduce((a, b) => tf.maximum(a, b))
}

/** For each place of the window, 1 where it holds the first of the largest values, else 0. */
function winners(x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D[] {
  const seen = places(x, window, lowestActivation)
  const largest = seen.reduce((a, b) => tf.maximum<tf.Tensor4D>(a, b))
  let open: tf.Tensor4D = tf.onesLike(largest)
  return seen.map((values) => {
    const wins = tf.mul<tf.Tensor4D>(open, tf.cast(tf.equal(values, largest), 'float32'))
    open = tf.sub(open, wins)
    return wins
  })
}

/** Zeros after each row and column, so that neighbours are `stride` apart. [n, h, w, c] → [n, h · stride, w · stride, c] */
function dilated(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [n, height, width, channels] = x.shape
  const columns = tf.concat([tf.reshape(x, [n * height * width, channels]), tf.zeros([n * height * width, (stride - 1) * channels])], 1)
  const row = width * stride * channels
  const rows = tf.concat([tf.reshape(columns, [n * height, row]), tf.zeros([n * height, (stride - 1) * row])], 1)
  return tf.reshape(rows, [n, height * stride, width * stride, channels])
}

/** The transpose of `windowPlace`, cut to the image without its border. */
function backInPlace(values: tf.Tensor4D, corner: Corner, { stride, padding, shape }: PoolingWindow & { shape: number[] }): tf.Tensor4D {
  const apart = dilated(values, stride)
  const after = (length: number, from: number, dilatedLength: number): number => Math.max(0, length + 2 * padding - from - dilatedLength)
  const padded = tf.pad(apart, [[0, 0],
    [corner.row, after(shape[1], corner.row, apart.shape[1])], [corner.column, after(shape[2], corner.column, apart.shape[2])], [0, 0]])
  return tf.slice(padded, [0, padding, padding, 0], shape) as tf.Tensor4D
}

/** The upstream gradient at the places of the maxima of x. */
export function portableSpread(upstream: tf.Tensor4D, x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  return winners(x, window)
    .map((wins, place) => backInPlace(tf.mul(wins, upstream), cornerOf(place, window), { ...window, shape: x.shape }))
    .reduce((a, b) => tf.add(a, b))
}

/** The values at the places of the maxima of x. */
export function portableTaken(values: tf.Tensor4D, x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  const seen = places(values, window, 0)
  return winners(x, window).map((wins, place) => tf.mul<tf.Tensor4D>(wins, seen[place])).reduce((a, b) => tf.add(a, b))
}
