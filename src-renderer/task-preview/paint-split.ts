import type { TokenHistogram } from '../../shared/numerics/splits/histogram.ts'
import type { Theme } from '../charts/colours.ts'
import { cyclicColors } from '../../shared/figures/palette.ts'
import type { AnswerTable } from './answer-table.ts'
import { pairRoles, type PairRole, type SplitTable } from './split-table.ts'

type Colour = readonly [number, number, number]

/** Training strong, test lighter, of one hue; a hole in another; what is not used in grey. */
const colours: Readonly<Record<Theme, Readonly<Record<PairRole, Colour>>>> = {
  light: { train: [79, 70, 229], test: [172, 168, 245], hole: [240, 170, 70], unused: [228, 228, 233], none: [255, 255, 255] },
  dark: { train: [140, 136, 250], test: [74, 71, 142], hole: [200, 130, 40], unused: [42, 43, 51], none: [23, 24, 28] }
}

export function roleColour(theme: Theme, role: PairRole): string {
  return `rgb(${colours[theme][role].join(' ')})`
}

/** One pixel per pair. */
export function paintTable(canvas: HTMLCanvasElement, { modulus, roles }: SplitTable, theme: Theme): void {
  canvas.width = modulus
  canvas.height = modulus
  const pixels = new Uint8ClampedArray(4 * roles.length)
  roles.forEach((place, cell) => pixels.set([...colours[theme][pairRoles[place]], 255], 4 * cell))
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, modulus, modulus), 0, 0)
}

/** One pixel per result, its hue the place of the result on a circle of residues. */
export function paintAnswers(canvas: HTMLCanvasElement, { order, places }: AnswerTable, theme: Theme): void {
  const hues = cyclicColors(order.length, theme).map((hue) => [1, 3, 5].map((at) => Number.parseInt(hue.slice(at, at + 2), 16)))
  canvas.width = order.length
  canvas.height = order.length
  const pixels = new Uint8ClampedArray(4 * places.length)
  places.forEach((place, cell) => pixels.set([...(hues[place] ?? colours[theme].none), 255], 4 * cell))
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, order.length, order.length), 0, 0)
}

/** One bar for each residue in the colour of its set: occurrences as x from the ground up, and as y, paler, on top of them. */
export function paintHistogram(canvas: HTMLCanvasElement, { first, second }: TokenHistogram, most: number, colour: string): void {
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const ratio = devicePixelRatio
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  pen.scale(ratio, ratio)
  pen.fillStyle = colour
  const bar = width / first.length
  const high = (count: number) => (most > 0 ? (count / most) * height : 0)
  const paint = (counts: Int32Array, ground: (token: number) => number) => counts.forEach((count, token) => {
    pen.fillRect(token * bar, height - ground(token) - high(count), bar - (bar > 3 ? 0.5 : 0), high(count))
  })
  paint(first, () => 0)
  pen.globalAlpha = 0.5
  paint(second, (token) => high(first[token]))
}
