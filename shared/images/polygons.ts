import { drawLine, tileImages, whiteImage, type GrayImage, type Point } from './gray-image.ts'

/** How large the polygons are: alike in all four cells, or as the paper's published program draws them. */
export type PolygonDrawing = 'equal' | 'published'

/** Cells of an image: top left, top right, bottom left, bottom right. */
export const cellsPerImage = 4

/** Sides of each picture of a dictionary of n: 0 (blank), 3, 4 … n + 1. For n = 11 up to the 12-gon (arXiv 2504.03162, §6.3 and code). */
export function dictionarySides(dictionarySize: number): number[] {
  return Array.from({ length: dictionarySize }, (_, index) => index === 0 ? 0 : index + 2)
}

/**
 * Distance from the centre of a cell to the first vertex, which lies at angle 0, in pixels; negative: at angle 180°.
 * 'equal' is 46 of 112 in every cell. The published program limits the radius by the distance to the border as if every cell began at 0:
 * 46 in the first cell, −56 of 112 in the three others, where polygons are larger and reflected in their centre.
 */
export function polygonRadius(cellSize: number, position: number, drawing: PolygonDrawing): number {
  return (drawing === 'published' && position > 0 ? -56 : 46) / 112 * cellSize
}

/**
 * A regular polygon, white, with black outline and a spoke from the centre to each vertex; all white for 0 sides. Coordinates are cut to
 * whole pixels of the whole image, since a sum such as 56 + 46 · cos 270° rounds otherwise at another place.
 */
export function drawPolygon(sides: number, cellSize: number, position: number, drawing: PolygonDrawing): GrayImage {
  const image = whiteImage(cellSize, cellSize)
  const radius = polygonRadius(cellSize, position, drawing)
  const [left, top] = [(position % 2) * cellSize, Math.floor(position / 2) * cellSize]
  const pixel = (x: number, y: number): Point => ({
    x: Math.floor(left + cellSize / 2 + x) - left,
    y: Math.floor(top + cellSize / 2 + y) - top
  })
  const vertices = Array.from({ length: sides }, (_, index) => {
    const angle = index * (2 * Math.PI / sides)
    return pixel(radius * Math.cos(angle), radius * Math.sin(angle))
  })
  vertices.forEach((vertex, index) => {
    drawLine(image, vertex, vertices[(index + 1) % sides])
    drawLine(image, pixel(0, 0), vertex)
  })
  return image
}

/** What the images of a polygon task are made of. */
export interface PolygonImages {
  dictionarySize: number
  /** Width and height of an image in pixels; even. */
  imageSize: number
  drawing: PolygonDrawing
}

/** The picture of each dictionary entry at one of the four positions, imageSize / 2 pixels wide and high. */
export function polygonCells({ dictionarySize, imageSize, drawing }: PolygonImages, position: number): GrayImage[] {
  const cellSize = imageSize / 2
  return dictionarySides(dictionarySize).map((sides) => drawPolygon(sides, cellSize, position, drawing))
}

/** One image of the task as drawn, before any preprocessing, from its four dictionary indices. */
export function polygonImage(images: PolygonImages, indices: readonly number[]): GrayImage {
  return tileImages(indices.map((index, position) => polygonCells(images, position)[index]), 2)
}
