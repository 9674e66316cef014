import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tileImages, type GrayImage } from '../../../shared/images/gray-image.ts'
import { dictionarySides, polygonCells, polygonImage, type PolygonDrawing } from '../../../shared/images/polygons.ts'
import { preprocessCell, resizeAndCrop } from '../../../shared/images/preprocess.ts'

/** Images by Pillow, written by test/shared/fixtures/make_polygons.py. */
interface PolygonFixtures {
  pillow: string
  cases: { imageSize: number; drawing: PolygonDrawing; sides: number[]; pixels: string; preprocessed: string | null }[]
}

const fixtures = JSON.parse(readFileSync(new URL('../fixtures/polygons.json', import.meta.url), 'utf8')) as PolygonFixtures
const unpack = (text: string): Uint8Array => inflateSync(Buffer.from(text, 'base64'))

function meanAbsoluteDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length)
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]), 0) / a.length
}

const drawn = ({ imageSize, drawing, sides }: { imageSize: number; drawing: PolygonDrawing; sides: number[] }): GrayImage =>
  polygonImage({ imageSize, drawing, dictionarySize: 11 }, sides.map((count) => dictionarySides(11).indexOf(count)))

describe('images of the polygon task', () => {
  test('a dictionary of 11 is a blank cell and the polygons with 3 to 12 sides', () => {
    expect(dictionarySides(11)).toEqual([0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  test.each(fixtures.cases.filter(({ drawing }) => drawing === 'equal'))('$sides at $imageSize pixels: the pixels that Pillow draws', (fixture) => {
    expect(meanAbsoluteDifference(drawn(fixture).pixels, unpack(fixture.pixels))).toBe(0)
  })

  test.each(fixtures.cases.filter(({ drawing }) => drawing === 'published'))(
    '$sides at $imageSize pixels with the published radii: Pillow’s pixels, but for those that reach into a neighbour’s cell', (fixture) => {
      expect(meanAbsoluteDifference(drawn(fixture).pixels, unpack(fixture.pixels))).toBeLessThan(0.6)
    })

  test('the published radii enlarge and reflect three of the four cells', () => {
    const images = { imageSize: 224, dictionarySize: 2, drawing: 'published' as const }
    const black = (position: number, column: number): boolean => polygonCells(images, position)[1].pixels[56 * 112 + column] === 0
    expect([black(0, 102), black(0, 0)]).toEqual([true, false])
    expect([1, 2, 3].map((position) => [black(position, 102), black(position, 0)])).toEqual(Array.from({ length: 3 }, () => [false, true]))
  })

  test('an image is the same bytes on every machine', () => {
    const images = { imageSize: 224, dictionarySize: 11, drawing: 'equal' as const }
    const hash = createHash('sha256')
    for (let index = 0; index < 11; index++) hash.update(polygonImage(images, [index, 10 - index, index, 0]).pixels)
    expect(hash.digest('hex')).toBe('5cfb24c339f689e85d41991dd6ad73a8b99e9238a526dfe3ada32f4a982aba99')
  })

  test.each(fixtures.cases.filter(({ preprocessed }) => preprocessed !== null))(
    '$sides, $drawing: cell by cell, Resize and CenterCrop give what torchvision gives of the whole image', ({ sides, drawing, preprocessed }) => {
      const images = { imageSize: 224, dictionarySize: 11, drawing }
      const cells = sides.map((count, position) => resizeAndCrop(polygonCells(images, position)[dictionarySides(11).indexOf(count)], position))
      // With the published radii a vertex at a border shows through by 1/16 in its neighbour.
      expect(meanAbsoluteDifference(tileImages(cells, 2).pixels, unpack(preprocessed ?? ''))).toBeLessThan(drawing === 'equal' ? 1e-9 : 0.6)
    })

  test('ink is 0 where white and 1 where black; ImageNet’s normalization gives white and black of three channels', () => {
    const cell = { width: 7, height: 7, pixels: new Uint8Array(49).fill(255) }
    cell.pixels[24] = 0
    expect(preprocessCell(cell, 0, 'ink')[0]).toBe(0)
    expect(preprocessCell(cell, 0, 'ink')[24]).toBe(1)
    const white = [(1 - 0.485) / 0.229, (1 - 0.456) / 0.224, (1 - 0.406) / 0.225]
    const channels = preprocessCell(cell, 3, 'imagenet')
    expect(channels).toHaveLength(147)
    white.forEach((value, channel) => { expect(channels[channel]).toBeCloseTo(value, 6) })
  })
})
