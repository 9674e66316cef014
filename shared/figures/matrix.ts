import type { EChartsOption, SeriesOption } from 'echarts'
import { colourLevels, colourScale, levelColour, levelOf, valueRange, type ColourScale } from './colour-scale.ts'
import type { FigureContext, MatrixData } from './data.ts'
import { axisLook, baseOption, figureFrame, panelTitle, type Frame } from './frame.ts'
import { axisNumber, stepLabel } from './labels.ts'
import { inset, type Rectangle } from './layout.ts'
import { seriesColor } from './palette.ts'
import type { MatrixFigure } from './spec.ts'
import { linearTicks } from './ticks.ts'

/** Cells of one colour as one path, neighbours in a row joined: a file of a hundred paths, not of ten thousand. */
function pathsByLevel({ values, rows, columns }: MatrixData, scale: ColourScale, grid: Rectangle): Map<number, string> {
  const paths = new Map<number, string>()
  const [width, height] = [grid.width / columns, grid.height / rows]
  const round = (pixels: number) => Number(pixels.toFixed(2))
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns;) {
      const level = levelOf(scale, values[row * columns + column])
      let end = column + 1
      while (end < columns && levelOf(scale, values[row * columns + end]) === level) end++
      const rectangle = `M${round(grid.left + column * width)} ${round(grid.top + row * height)}h${round((end - column) * width)}v${round(height)}h${-round((end - column) * width)}z`
      if (level >= 0) paths.set(level, (paths.get(level) ?? '') + rectangle)
      column = end
    }
  }
  return paths
}

/** The colour bar, highest value on top: each colour down to the lower end, and the next over it, so that no seam shows. */
function barPaths({ left, top, width, height }: Rectangle): Map<number, string> {
  const levels = Array.from({ length: colourLevels }, (_, place) => colourLevels - 1 - place)
  return new Map(levels.map((level, place) => {
    const from = top + (place / colourLevels) * height
    return [level, `M${left} ${from.toFixed(2)}h${width}V${top + height}h${-width}z`]
  }))
}

function pathSeries(id: string, paths: ReadonlyMap<number, string>, scale: ColourScale, index: number): SeriesOption {
  return {
    type: 'custom', id, silent: true, animation: false, xAxisIndex: index, yAxisIndex: index, data: [[0, 0]], encode: { x: [], y: [] },
    // The same colour as an edge closes the hairlines that a viewer leaves between shapes that touch.
    renderItem: () => ({ type: 'group', children: [...paths].map(([level, pathData]) => {
      const colour = levelColour(scale, level)
      return { type: 'path', shape: { pathData }, style: { fill: colour, stroke: colour, lineWidth: 0.3 } }
    }) })
  }
}

/** Axis over the places of a matrix; the labels are whole numbers. */
function placeAxis(frame: Frame, count: number, look: { name: string; gap: number; pixels: number }) {
  const customValues = linearTicks(0, count - 1, Math.max(1, look.pixels / (5 * frame.fontSize))).filter(Number.isInteger)
  const base = axisLook(frame, look.gap)
  return {
    ...base, type: 'value' as const, min: -0.5, max: count - 0.5, name: look.name, splitLine: { show: false },
    axisTick: { ...base.axisTick, customValues }, axisLabel: { ...base.axisLabel, customValues, formatter: axisNumber }
  }
}

function titled(spec: MatrixFigure, data: MatrixData, context: FigureContext) {
  const frame = figureFrame(spec, context, [])
  const place = { left: frame.area.left + 4.6 * frame.fontSize, top: frame.area.top + 0.4 * frame.fontSize, font: context.font }
  frame.titles.push(panelTitle(data.run.name, `${data.tensor}, ${stepLabel(data.step)}`, frame, place))
  return frame
}

/** One bar for each token of a tensor that has a single value for it. */
function barsOption(spec: MatrixFigure, data: MatrixData, context: FigureContext): EChartsOption {
  const frame = titled(spec, data, context)
  const grid = inset(frame.area, { left: 5.6, right: 1.6, top: 2.2, bottom: 3.6 }, frame.fontSize)
  const look = axisLook(frame, 4)
  const color = context.colorOf === undefined ? seriesColor(0) : context.colorOf(data.run.id)
  const range = spec.range === null ? {} : { min: Math.min(0, spec.range.minimum), max: Math.max(0, spec.range.maximum) }
  return {
    ...baseOption(frame, context), grid: { ...grid, outerBoundsMode: 'none' },
    xAxis: placeAxis(frame, data.rows, { name: 'token', gap: 2.1, pixels: grid.width }),
    yAxis: { ...look, type: 'value', name: data.tensor, axisLabel: { ...look.axisLabel, formatter: axisNumber }, ...range },
    series: [{ type: 'bar', id: 'values', barWidth: Math.max((0.7 * grid.width) / data.rows, 1), itemStyle: { color }, data: Array.from(data.values, (value, row) => [row, value]) }]
  }
}

/**
 * A kept tensor [rows, columns] as a heat map with its colour bar, tokens down and dimensions across; a tensor with one column as bars.
 * Colours as `colourScale` chooses them, over `spec.range` or over the snapshot itself.
 */
export function matrixOption(spec: MatrixFigure, data: MatrixData, context: FigureContext): EChartsOption {
  if (data.columns === 1) return barsOption(spec, data, context)
  const frame = titled(spec, data, context)
  const grid = inset(frame.area, { left: 4.6, right: 7.4, top: 2.2, bottom: 3.6 }, frame.fontSize)
  const bar = { left: grid.left + grid.width + 1.2 * frame.fontSize, top: grid.top, width: 1.1 * frame.fontSize, height: grid.height }
  const scale = colourScale(spec.range ?? valueRange(data.values))
  const look = axisLook(frame, 3)
  return {
    ...baseOption(frame, context),
    grid: [{ ...grid, outerBoundsMode: 'none' }, { ...bar, outerBoundsMode: 'none' }],
    xAxis: [placeAxis(frame, data.columns, { name: 'dimension', gap: 2.1, pixels: grid.width }), { type: 'value', gridIndex: 1, min: 0, max: 1, show: false }],
    yAxis: [
      { ...placeAxis(frame, data.rows, { name: 'token', gap: 3, pixels: grid.height }), inverse: true },
      { ...look, type: 'value', gridIndex: 1, position: 'right', min: scale.low, max: scale.high, splitLine: { show: false }, axisLabel: { ...look.axisLabel, formatter: axisNumber } }
    ],
    series: [pathSeries('cells', pathsByLevel(data, scale, grid), scale, 0), pathSeries('colours', barPaths(bar), scale, 1)]
  }
}
