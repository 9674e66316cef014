import type { GrayImage } from './gray-image.ts'
import { enlarge, type Stretch } from './resample.ts'

/** How grey levels become a network's input. */
export type Preprocessing = 'ink' | 'imagenet'

/** Mean and standard deviation of each channel of ImageNet, as torchvision's models expect them. */
export const imagenetMean = [0.485, 0.456, 0.406] as const
export const imagenetDeviation = [0.229, 0.224, 0.225] as const

/** Channels of a network's input. */
export const channelsOf = (preprocessing: Preprocessing): number => preprocessing === 'imagenet' ? imagenetMean.length : 1

/**
 * One of four cells as it is in its image after Resize to 8/7 of its size and CenterCrop to its old size (256 and 224 pixels): of the
 * left column the first seventh is cut off, of the right one the last; the same for rows. Exact where cells are white at their borders.
 */
export function resizeAndCrop(cell: GrayImage, position: number): GrayImage {
  const stretch = (second: boolean, length: number): Stretch => ({ start: second ? 0 : length / 7, length, scale: 7 / 8 })
  return enlarge(cell, stretch(position % 2 === 1, cell.width), stretch(position > 1, cell.height))
}

/**
 * The input that a network sees of a cell, [height, width, channels] in row order. 'ink': 0 white … 1 black, one channel, so that the
 * zeros that convolutions pad with are white. 'imagenet': resized, cropped, and (level / 255 − mean) / deviation for three equal channels.
 */
export function preprocessCell(cell: GrayImage, position: number, preprocessing: Preprocessing): Float32Array {
  if (preprocessing === 'ink') return Float32Array.from(cell.pixels, (level) => (255 - level) / 255)
  const { pixels } = resizeAndCrop(cell, position)
  return Float32Array.from({ length: 3 * pixels.length }, (_, index) =>
    (pixels[Math.floor(index / 3)] / 255 - imagenetMean[index % 3]) / imagenetDeviation[index % 3])
}
