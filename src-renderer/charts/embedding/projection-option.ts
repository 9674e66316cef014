import { axisNumber } from '../../../shared/figures/labels.ts'
import { linearTicks } from '../../../shared/figures/ticks.ts'
import type { ChartColours } from '../colours.ts'
import type { EChartsCoreOption } from '../echarts.ts'
import { painted, paintedSeries, text, type Pen, type Places } from '../painted.ts'

export interface TokenDrawing {
  /** [x, y, depth] of each token; depth is 0 in two dimensions. */
  points: Float32Array
  colors: readonly string[]
  paths: readonly (readonly number[])[]
  labels: 'none' | 'all'
  hovered: number | null
  neighbours: readonly number[]
}

export interface Plot { left: number; top: number; width: number; height: number }
export interface ProjectionAxes { x: [number, number]; y: [number, number] }

/** The square part of the world that a plot shows, at one scale on both axes, so that a circle is a circle. */
export function projectionAxes(plot: Pick<Plot, 'width' | 'height'>, reach: number): ProjectionAxes {
  const unit = (reach * 2.16) / Math.max(1, Math.min(plot.width, plot.height))
  return { x: [-(unit * plot.width) / 2, (unit * plot.width) / 2], y: [-(unit * plot.height) / 2, (unit * plot.height) / 2] }
}

/** Tokens are drawn in so many steps of hue: one shape each is faster than one for every token, and looks the same. */
const hues = 24

/** Everything of the scatter that changes from step to step. */
export function tokenSeries(drawing: TokenDrawing, colours: ChartColours): EChartsCoreOption {
  return { series: [paintedSeries('tokens', 3, 1, (_, places) => ({ type: 'group', silent: true, children: tokenShapes(drawing, placesOf(drawing.points, places), colours) }))] }
}

/** Pixels [x, y, radius] of each token; nearer tokens are larger in three dimensions. */
function placesOf(points: Float32Array, places: Places): Float32Array {
  const [originX, originY] = places.coord([0, 0])
  const [unitX, unitY] = places.coord([1, 1])
  const pixels = new Float32Array(points.length)
  let deepest = 0
  for (let offset = 2; offset < points.length; offset += 3) deepest = Math.max(deepest, Math.abs(points[offset]))
  for (let offset = 0; offset < points.length; offset += 3) {
    pixels[offset] = originX + points[offset] * (unitX - originX)
    pixels[offset + 1] = originY + points[offset + 1] * (unitY - originY)
    pixels[offset + 2] = deepest === 0 ? 4 : 3.7 + (1.7 * points[offset + 2]) / deepest
  }
  return pixels
}

function tokenShapes(drawing: TokenDrawing, pixels: Float32Array, colours: ChartColours): Record<string, unknown>[] {
  const { colors, hovered } = drawing
  const tokens = pixels.length / 3
  const out = hovered === null || hovered >= tokens ? [] : [hovered, ...drawing.neighbours.filter((token) => token < tokens)]
  const named = drawing.labels === 'all' ? Array.from({ length: tokens }, (_, token) => token) : out
  const label = (token: number) => text(String(token), { x: pixels[token * 3] + 8, y: pixels[token * 3 + 1], z2: 3 }, {
    fill: colours.text, verticalAlign: 'middle', opacity: out.length > 0 && !out.includes(token) ? 0.35 : 1, fontWeight: token === hovered ? 600 : 400
  })
  const ring = (token: number, index: number) => painted((pen) => drawDot(pen, pixels, token, index === 0 ? 2.5 : 0.5),
    { fill: colors[token], stroke: colours.text, lineWidth: index === 0 ? 2 : 1.2 }, 2)
  const hue = ({ from, to }: Bucket) => painted((pen) => { for (let token = from; token < to; token++) drawDot(pen, pixels, token, 0) },
    { fill: colors[(from + to) >> 1] ?? colors[from], opacity: out.length > 0 ? 0.35 : 0.92 }, 1)
  // Groups of one kind each: ECharts matches the children of two frames by their places.
  const group = (children: Record<string, unknown>[]) => ({ type: 'group', silent: true, children })
  return [
    painted((pen) => drawPaths(pen, drawing.paths, pixels), { stroke: colours.ghost, lineWidth: 1, opacity: out.length > 0 ? 0.6 : 1 }),
    group(bucketsOf(tokens).map(hue)), group(out.map(ring)), group(named.map(label))
  ]
}

interface Bucket { from: number; to: number }

function bucketsOf(tokens: number): Bucket[] {
  const count = Math.min(hues, tokens)
  const start = (hue: number) => Math.ceil((hue * tokens) / count)
  return Array.from({ length: count }, (_, hue) => ({ from: start(hue), to: start(hue + 1) }))
}

function drawDot(pen: Pen, pixels: Float32Array, token: number, more: number): void {
  const radius = pixels[token * 3 + 2] + more
  pen.moveTo(pixels[token * 3] + radius, pixels[token * 3 + 1])
  pen.arc(pixels[token * 3], pixels[token * 3 + 1], radius, 0, Math.PI * 2)
}

function drawPaths(pen: Pen, paths: readonly (readonly number[])[], pixels: Float32Array): void {
  for (const path of paths) {
    path.forEach((token, index) => {
      if (index === 0) pen.moveTo(pixels[token * 3], pixels[token * 3 + 1])
      else pen.lineTo(pixels[token * 3], pixels[token * 3 + 1])
    })
  }
}

/** Grid and axes; without names in three dimensions, where an axis is no component. */
export function projectionFrame(plot: Plot, axes: ProjectionAxes, colours: ChartColours, names: readonly [string, string] | null): EChartsCoreOption {
  const axis = (range: [number, number], name: string | undefined, count: number, gap: number) => {
    const ticks = linearTicks(range[0], range[1], count)
    return {
      type: 'value', min: range[0], max: range[1], silent: true, animation: false, name, nameLocation: 'middle', nameGap: gap, nameTextStyle: { color: colours.muted, fontSize: 12 },
      show: names !== null, axisLine: { show: true, onZero: false, lineStyle: { color: colours.hairline } },
      axisTick: { show: true, customValues: ticks, length: 4, lineStyle: { color: colours.hairline } },
      splitLine: { show: true, lineStyle: { color: colours.hairline, opacity: 0.4 } }, axisPointer: { show: false },
      axisLabel: { customValues: ticks, color: colours.muted, fontSize: 11, formatter: axisNumber, hideOverlap: true }
    }
  }
  return {
    grid: { ...plot, outerBoundsMode: 'none' },
    xAxis: axis(axes.x, names?.[0], plot.width / 90, 24), yAxis: axis(axes.y, names?.[1], plot.height / 60, 40)
  }
}
