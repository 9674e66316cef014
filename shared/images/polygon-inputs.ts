import { cellsPerImage, polygonCells, type PolygonImages } from './polygons.ts'
import { channelsOf, preprocessCell, type Preprocessing } from './preprocess.ts'

/** What a network is given of a polygon task. */
export interface PolygonInputs extends PolygonImages {
  preprocessing: Preprocessing
}

/** Every cell that an image can hold, as a network sees it. */
export interface CellDictionary {
  /** [4 positions, entries, cell size, cell size, channels] in row order. */
  values: Float32Array
  entries: number
  /** Width and height of a cell. */
  cellSize: number
  channels: number
}

/**
 * The cells of all images: four positions times n entries stand for n⁴ images (for n = 11 and 224 pixels 552,000 numbers a channel instead of
 * 735 million).
 */
export function cellDictionary(inputs: PolygonInputs): CellDictionary {
  const { dictionarySize, imageSize, preprocessing } = inputs
  const channels = channelsOf(preprocessing)
  const cells = Array.from({ length: cellsPerImage }, (_, position) =>
    polygonCells(inputs, position).map((cell) => preprocessCell(cell, position, preprocessing))).flat()
  const values = new Float32Array(cells.length * cells[0].length)
  cells.forEach((cell, index) => { values.set(cell, index * cell.length) })
  return { values, entries: dictionarySize, cellSize: imageSize / 2, channels }
}
