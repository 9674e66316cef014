import * as v from 'valibot'
import { cellsPerImage, dictionarySides } from '../../images/polygons.ts'
import { choiceField, integerField } from '../field.ts'
import { plainSplitSize, splitSeedField, trainFractionField } from './split-fields.ts'
import type { TaskIssue, TaskKind, TaskShape, TaskSize } from './task-kind.ts'

const schema = v.pipe(v.strictObject({
  kind: v.literal('polygons'),
  dictionarySize: integerField({
    title: 'Dictionary size n',
    description: 'Pictures in the dictionary: a blank one and the regular polygons from the triangle on. There are n⁴ images; the paper has n = 11.'
  }, { min: 2, max: 16, initial: 11 }),
  imageSize: integerField({
    title: 'Image size', unit: 'pixels',
    description: 'Width and height of an image; each of its four cells is half as large. The paper has 224, everything smaller is a scaled variant (RECONSTRUCTION).'
  }, { min: 8, max: 448, initial: 224 }),
  drawing: choiceField({
    title: 'Polygon radius',
    description: 'equal: 46 of 112 pixels in every cell, as the paper’s figure shows. published: as the published program draws, in three of the four cells 56 of 112 and reflected.'
  }, ['equal', 'published'], 'equal'),
  preprocessing: choiceField({
    title: 'Preprocessing',
    description: 'ink: one channel, 0 white to 1 black. imagenet: Resize by 8/7, CenterCrop to the image size and ImageNet’s mean and deviation on three channels, as in the paper’s code.'
  }, ['ink', 'imagenet'], 'ink'),
  classes: integerField({
    title: 'Output classes',
    description: 'Sums are 0 … 4(n + 1), of which 1 and 2 never occur; the published program has 52 outputs.'
  }, { min: 13, max: 1000, initial: 52 }),
  trainFraction: trainFractionField('images', 0.25, 'n⁴'),
  splitSeed: splitSeedField('images')
}), v.title('Polygon images'), v.description('Four pictures of polygons; the class is the sum of their sides (Gu et al. 2025, §6.3).'))

export type PolygonsConfig = v.InferOutput<typeof schema>

/** Besides the images, the dictionary indices can be read as tokens, with a symbol after them. */
function shape({ dictionarySize, imageSize, drawing, preprocessing, classes }: PolygonsConfig): TaskShape {
  const operands = Array.from({ length: cellsPerImage }, (_, operand) => ({ operand, offset: 0 }))
  return {
    operands: cellsPerImage, sequence: [...operands, { symbol: dictionarySize }],
    tokens: dictionarySize, vocabulary: dictionarySize + 1, residues: dictionarySize, classes,
    images: { dictionarySize, imageSize, drawing, preprocessing }
  }
}

/** ⌊fraction · n⁴⌋ training images: 3,660 of 14,641 at n = 11 and 25 %. */
function size({ dictionarySize, trainFraction }: PolygonsConfig): TaskSize {
  return plainSplitSize(dictionarySize ** cellsPerImage, trainFraction)
}

function check({ dictionarySize, imageSize, preprocessing, classes }: PolygonsConfig): TaskIssue[] {
  const issues: TaskIssue[] = []
  const needed = cellsPerImage * (dictionarySides(dictionarySize).at(-1) ?? 0) + 1
  if (classes < needed) issues.push({ field: 'classes', message: `expected at least ${needed} for the sums 0 … ${needed - 1}, got ${classes}` })
  if (preprocessing === 'imagenet' && imageSize % 14 !== 0) {
    issues.push({ field: 'imageSize', message: `expected a multiple of 14 for Resize by 8/7 and CenterCrop, got ${imageSize}` })
  } else if (imageSize % 2 !== 0) {
    issues.push({ field: 'imageSize', message: `expected an even number, got ${imageSize}` })
  }
  return issues
}

export const polygonsTask: TaskKind<typeof schema> = {
  schema, shape, size, check,
  title: ({ dictionarySize }) => `sum of polygons, ${dictionarySize} shapes`
}
