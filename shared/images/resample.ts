import type { GrayImage } from './gray-image.ts'

/** Two neighbours of a source row and the share of the second. */
interface Between {
  first: number
  second: number
  share: number
}

/** A stretch of an enlarged axis: pixel i of `length` shows the source at (i + start + ½) · scale − ½. */
export interface Stretch {
  start: number
  length: number
  /** Source pixels per pixel of the result; at most 1. */
  scale: number
}

function neighbours({ start, length, scale }: Stretch, sourceLength: number): Between[] {
  const inside = (pixel: number): number => Math.min(Math.max(pixel, 0), sourceLength - 1)
  return Array.from({ length }, (_, pixel) => {
    const position = (pixel + start + 0.5) * scale - 0.5
    const first = Math.floor(position)
    return { first: inside(first), second: inside(first + 1), share: position - first }
  })
}

/**
 * Part of an enlarged picture by linear interpolation, first along rows, then along columns, each rounded to whole grey levels, as Pillow
 * resizes. Beyond the border the picture goes on with its last pixel.
 */
export function enlarge({ width, height, pixels }: GrayImage, across: Stretch, down: Stretch): GrayImage {
  const mix = (first: number, second: number, share: number): number => Math.floor(first + (second - first) * share + 0.5)
  const [columns, rows] = [neighbours(across, width), neighbours(down, height)]
  const wide = Uint8Array.from({ length: height * columns.length }, (_, index) => {
    const row = Math.floor(index / columns.length) * width
    const { first, second, share } = columns[index % columns.length]
    return mix(pixels[row + first], pixels[row + second], share)
  })
  const result = Uint8Array.from({ length: rows.length * columns.length }, (_, index) => {
    const column = index % columns.length
    const { first, second, share } = rows[Math.floor(index / columns.length)]
    return mix(wide[first * columns.length + column], wide[second * columns.length + column], share)
  })
  return { width: columns.length, height: rows.length, pixels: result }
}
