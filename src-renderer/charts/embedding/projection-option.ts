import { axisNumber } from '../../../shared/figures/labels.ts'
import { linearTicks } from '../../../shared/figures/ticks.ts'
import type { ChartColours } from '../colours.ts'
import type { EChartsCoreOption } from '../echarts.ts'

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

/** Everything of the scatter that changes from step to step. */
export function tokenSeries(drawing: TokenDrawing, colours: ChartColours): EChartsCoreOption {
  const { points, hovered } = drawing
  const place = (token: number): [number, number] => [points[token * 3], points[token * 3 + 1]]
  const near = new Set(drawing.neighbours)
  const depths = Array.from({ length: points.length / 3 }, (_, token) => points[token * 3 + 2])
  const deepest = Math.max(...depths.map(Math.abs), 1e-12)
  const data = depths.map((depth, token) => {
    const isOut = token === hovered || near.has(token)
    const nearness = 0.5 + (0.5 * depth) / deepest
    return {
      value: place(token), symbolSize: (depths.some((other) => other !== 0) ? 5 + 5 * nearness : 8) + (token === hovered ? 5 : 0),
      itemStyle: {
        color: drawing.colors[token], opacity: hovered !== null && !isOut ? 0.3 : 0.55 + 0.45 * nearness + (depth === 0 ? 0.2 : 0),
        ...(isOut ? { borderColor: colours.text, borderWidth: token === hovered ? 2 : 1.2 } : {})
      },
      label: { show: isOut || drawing.labels === 'all', fontWeight: isOut ? 600 : 400 }
    }
  })
  // One line for all paths; a gap between two.
  const line = drawing.paths.flatMap((path) => [...path.map(place), [Number.NaN, Number.NaN]])
  return {
    series: [
      { type: 'line', id: 'paths', data: line, silent: true, showSymbol: false, animation: false, connectNulls: false, z: 1, lineStyle: { color: colours.ghost, width: 1 }, emphasis: { disabled: true } },
      {
        type: 'scatter', id: 'tokens', data, silent: true, animation: false, z: 3, emphasis: { disabled: true },
        label: { position: 'right', distance: 4, formatter: ({ dataIndex }: { dataIndex: number }) => String(dataIndex), color: colours.text, fontSize: 11 }
      }
    ]
  }
}

/** Grid and axes; without names in three dimensions, where an axis is no component. */
export function projectionFrame(plot: Plot, axes: ProjectionAxes, colours: ChartColours, names: readonly [string, string] | null): EChartsCoreOption {
  const axis = (range: [number, number], name: string | undefined, count: number, gap: number) => {
    const ticks = linearTicks(range[0], range[1], count)
    return {
      type: 'value', min: range[0], max: range[1], silent: true, animation: false, name, nameLocation: 'middle', nameGap: gap, nameTextStyle: { color: colours.muted, fontSize: 12 },
      show: names !== null, axisLine: { show: true, onZero: false, lineStyle: { color: colours.hairline } }, axisTick: { show: true, customValues: ticks, length: 4, lineStyle: { color: colours.hairline } },
      splitLine: { show: true, lineStyle: { color: colours.hairline, opacity: 0.4 } }, axisPointer: { show: false },
      axisLabel: { customValues: ticks, color: colours.muted, fontSize: 11, formatter: axisNumber, hideOverlap: true }
    }
  }
  return {
    grid: { ...plot, outerBoundsMode: 'none' },
    xAxis: axis(axes.x, names?.[0], plot.width / 90, 24), yAxis: axis(axes.y, names?.[1], plot.height / 60, 40)
  }
}
