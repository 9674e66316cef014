import { textWidth } from './text-width.ts'

/** A rectangle in pixels from the figure's upper left corner. */
export interface Rectangle {
  left: number
  top: number
  width: number
  height: number
}

const pleasantAspect = 1.6

/** Number of columns at which panels come nearest to a pleasant shape. */
function columnCount(count: number, width: number, height: number): number {
  let best = 1
  let smallest = Infinity
  for (let columns = 1; columns <= count; columns++) {
    const aspect = width / columns / (height / Math.ceil(count / columns))
    const distance = Math.abs(Math.log(aspect / pleasantAspect)) + 0.05 * (columns * Math.ceil(count / columns) - count)
    if (distance < smallest) [best, smallest] = [columns, distance]
  }
  return best
}

/** Cells for `count` panels in an area, row by row. */
export function panelCells(count: number, area: Rectangle): { cells: Rectangle[]; columns: number } {
  const columns = columnCount(count, area.width, area.height)
  const width = area.width / columns
  const height = area.height / Math.ceil(count / columns)
  const cells = Array.from({ length: count }, (_, i) => ({
    left: area.left + (i % columns) * width, top: area.top + Math.floor(i / columns) * height, width, height
  }))
  return { cells, columns }
}

/** The cell without margins in units of the font size; never smaller than a few pixels. */
export function inset(cell: Rectangle, margins: { left: number; right: number; top: number; bottom: number }, fontSize: number): Rectangle {
  return {
    left: cell.left + margins.left * fontSize,
    top: cell.top + margins.top * fontSize,
    width: Math.max(cell.width - (margins.left + margins.right) * fontSize, 8),
    height: Math.max(cell.height - (margins.top + margins.bottom) * fontSize, 8)
  }
}

/** Lines that a legend of these entries takes when it wraps; an icon with its gaps is taken as 3.4 em wide. */
export function legendLines(names: readonly string[], width: number, fontSize: number): number {
  let lines = names.length === 0 ? 0 : 1
  let used = 0
  for (const name of names) {
    const needed = textWidth(name, `${fontSize}px`) + 3.4 * fontSize
    if (used > 0 && used + needed > width) [lines, used] = [lines + 1, 0]
    used += needed
  }
  return lines
}
