import { linearTicks } from '../../../shared/figures/ticks.ts'
import { axisNumber } from '../../../shared/figures/labels.ts'
import { colourLevels, levelOf, type ColourScale } from '../../../shared/figures/colour-scale.ts'
import type { ChartColours } from '../colours.ts'

export interface Plot { left: number; top: number; width: number; height: number }

const margins = { left: 44, right: 84, top: 6, bottom: 36 } as const
const barWidth = 12
const font = '11px system-ui, sans-serif'

/** Where cells lie in a canvas of some size; the colour bar stands to their right. */
export function plotIn(width: number, height: number): Plot {
  const { left, right, top, bottom } = margins
  return { left, top, width: Math.max(1, width - left - right), height: Math.max(1, height - top - bottom) }
}

/** One RGBA pixel per cell; what is not a number stays transparent. */
export function cellPixels(data: Float32Array, scale: ColourScale): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(data.length * 4)
  for (let cell = 0; cell < data.length; cell++) {
    const level = levelOf(scale, data[cell])
    if (level < 0) continue
    pixels.set(scale.levels.subarray(level * 3, level * 3 + 3), cell * 4)
    pixels[cell * 4 + 3] = 255
  }
  return pixels
}

/** Row and column under a point; null outside. */
export function cellAt(plot: Plot, rows: number, columns: number, point: { x: number; y: number }): { row: number; column: number } | null {
  const row = Math.floor(((point.y - plot.top) / plot.height) * rows)
  const column = Math.floor(((point.x - plot.left) / plot.width) * columns)
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null
}

/** Places down and across, with the names of the axes. */
export interface Sides { rows: number; columns: number; names: { x: string; y: string } }

/** Whole numbers at which an axis of `count` places is labelled. */
function places(count: number, pixels: number, each: number): number[] {
  return linearTicks(0, count - 1, Math.max(1, pixels / each)).filter(Number.isInteger)
}

export function paintAxes(pen: CanvasRenderingContext2D, plot: Plot, { rows, columns, names }: Sides, colours: ChartColours): void {
  const { left, top, width, height } = plot
  pen.font = font
  pen.fillStyle = colours.muted
  pen.strokeStyle = colours.hairline
  pen.lineWidth = 1
  pen.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1)
  pen.textAlign = 'center'
  pen.textBaseline = 'top'
  for (const place of places(columns, width, 60)) pen.fillText(axisNumber(place), left + ((place + 0.5) / columns) * width, top + height + 5)
  pen.fillText(names.x, left + width / 2, top + height + 20)
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  for (const place of places(rows, height, 36)) pen.fillText(axisNumber(place), left - 6, top + ((place + 0.5) / rows) * height)
  paintUpright(pen, names.y, 8, top + height / 2)
}

function paintUpright(pen: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  pen.save()
  pen.translate(x, y)
  pen.rotate(-Math.PI / 2)
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(text, 0, 0)
  pen.restore()
}

/** The colours from the highest value down, with numbers. */
export function paintColourBar(pen: CanvasRenderingContext2D, plot: Plot, scale: ColourScale, colours: ChartColours): void {
  const left = plot.left + plot.width + 14
  const height = Math.min(plot.height, 260)
  for (let level = 0; level < colourLevels; level++) {
    const [red, green, blue] = scale.levels.subarray(level * 3, level * 3 + 3)
    pen.fillStyle = `rgb(${red} ${green} ${blue})`
    pen.fillRect(left, plot.top + ((colourLevels - 1 - level) / colourLevels) * height, barWidth, height / colourLevels + 0.5)
  }
  pen.font = font
  pen.fillStyle = colours.muted
  pen.textAlign = 'left'
  pen.textBaseline = 'middle'
  for (const tick of linearTicks(scale.low, scale.high, Math.max(2, height / 40))) {
    const y = plot.top + (1 - (tick - scale.low) / (scale.high - scale.low)) * height
    pen.fillText(axisNumber(tick), left + barWidth + 5, Math.max(plot.top + 5, Math.min(plot.top + height - 5, y)))
  }
}
