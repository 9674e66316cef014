import type { Theme } from '../charts/colours.ts'
import { cyclicColors } from '../../shared/figures/palette.ts'
import type { AnswerTable } from './answer-table.ts'
import { pairRoles, type PairRole, type SplitTable } from './split-table.ts'

type Colour = readonly number[]

/** Of a colour as #rrggbb, which all of the page's are. */
const channels = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** The page's colour of each role where an element stands; what is no example lets the page through. */
function roleColours(element: Element): Readonly<Record<PairRole, Colour>> {
  const style = getComputedStyle(element)
  const colour = (role: PairRole): Colour => [...channels(style.getPropertyValue(`--split-${role}`)), 255]
  return { train: colour('train'), test: colour('test'), hole: colour('hole'), unused: colour('unused'), none: [0, 0, 0, 0] }
}

/** One pixel per pair. */
export function paintTable(canvas: HTMLCanvasElement, { modulus, roles }: SplitTable): void {
  canvas.width = modulus
  canvas.height = modulus
  const colours = roleColours(canvas)
  const pixels = new Uint8ClampedArray(4 * roles.length)
  roles.forEach((place, cell) => pixels.set(colours[pairRoles[place]], 4 * cell))
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, modulus, modulus), 0, 0)
}

/** One pixel per result, its hue the place of the result on a circle of residues. */
export function paintAnswers(canvas: HTMLCanvasElement, { order, places }: AnswerTable, theme: Theme): void {
  const hues = cyclicColors(order.length, theme).map(channels)
  canvas.width = order.length
  canvas.height = order.length
  const pixels = new Uint8ClampedArray(4 * places.length)
  places.forEach((place, cell) => { if (hues[place] !== undefined) pixels.set([...hues[place], 255], 4 * cell) })
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, order.length, order.length), 0, 0)
}
