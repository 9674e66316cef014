import { graphic } from './echarts.ts'

/** What a shape draws with: pixels from the chart's upper left corner. */
export interface Pen {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  arc(x: number, y: number, radius: number, startAngle: number, endAngle: number): void
  rect(x: number, y: number, width: number, height: number): void
}

/** Where values of the axes lie on screen. */
export interface Places { coord(point: number[]): number[] }

// An object around the function: ECharts copies a bare function as if it were an array.
interface PaintedShape { painter?: { draw: (pen: Pen) => void } }

const type = 'painted'
// ECharts' own series copy and lay out every point at each change; one shape that maps points while it draws is many times faster.
graphic.registerShape(type, graphic.extendShape({
  type,
  shape: {},
  buildPath: (pen: Pen, { painter }: PaintedShape) => painter?.draw(pen),
  // Measuring the path would cost as much as drawing it, and nothing is culled: the grid clips.
  getBoundingRect: () => new graphic.BoundingRect(0, 0, 1e5, 1e5)
}))

/** A shape that any function draws, for a custom series. */
export function painted(draw: (pen: Pen) => void, style: Record<string, unknown>, z2 = 0): Record<string, unknown> {
  return { type, silent: true, z2, shape: { painter: { draw } } satisfies PaintedShape, style: { fill: 'none', ...style } }
}

type PaintedItem = (index: number, places: Places) => Record<string, unknown>

/** A series of `count` items, each drawn by `item`. ECharts' types know only its own shapes, hence the plain object. */
export function paintedSeries(id: string, z: number, count: number, item: PaintedItem): Record<string, unknown> {
  return {
    type: 'custom', id, z, silent: true, clip: true, animation: false, encode: { x: [], y: [] }, data: Array.from({ length: count }, (_, index) => [index]),
    renderItem: ({ dataIndex }: { dataIndex: number }, places: Places) => item(dataIndex, places)
  }
}

export function text(content: string, place: { x: number; y: number; z2: number }, style: Record<string, unknown>): Record<string, unknown> {
  return { type: 'text', silent: true, ...place, style: { text: content, fontFamily: 'system-ui, sans-serif', fontSize: 11, ...style } }
}
