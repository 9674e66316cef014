// matplotlib's viridis at tenths (Smith & van der Walt 2015), and ColorBrewer's PuOr with eleven classes (Brewer 2003); straight lines in between.
const viridis = ['#440154', '#482475', '#414487', '#355f8d', '#2a788e', '#21918c', '#22a884', '#44bf70', '#7ad151', '#bddf26', '#fde725']
const puOr = ['#7f3b08', '#b35806', '#e08214', '#fdb863', '#fee0b6', '#f7f7f7', '#d8daeb', '#b2abd2', '#8073ac', '#542788', '#2d004b']

/** Number of colours that a scale tells apart; odd, so that zero has the one in the middle. */
export const colourLevels = 255

/** Smallest and largest finite value; null where there is none. */
export interface ValueRange { minimum: number; maximum: number }

/** From values to colours: around zero for signed values, from zero up for values that are never negative. */
export interface ColourScale {
  kind: 'diverging' | 'sequential'
  /** Values at the ends: −m and m, or 0 and m. */
  low: number
  high: number
  /** [255, 3] bytes of red, green and blue from low to high. */
  levels: Uint8Array
}

/** The range of what is given, widened by another; null where both hold no finite value. */
export function valueRange(values: ArrayLike<number>, other: ValueRange | null = null): ValueRange | null {
  let minimum = other?.minimum ?? Infinity
  let maximum = other?.maximum ?? -Infinity
  for (let i = 0; i < values.length; i++) {
    if (values[i] < minimum && values[i] > -Infinity) minimum = values[i]
    if (values[i] > maximum && values[i] < Infinity) maximum = values[i]
  }
  return minimum <= maximum ? { minimum, maximum } : null
}

function levelsOf(anchors: readonly string[]): Uint8Array {
  const channels = anchors.map((colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)))
  const levels = new Uint8Array(colourLevels * 3)
  for (let level = 0; level < colourLevels; level++) {
    const place = (level / (colourLevels - 1)) * (anchors.length - 1)
    const below = Math.min(Math.floor(place), anchors.length - 2)
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [channels[below][channel], channels[below + 1][channel]]
      levels[level * 3 + channel] = Math.round(from + (place - below) * (to - from))
    }
  }
  return levels
}

const sequentialLevels = levelsOf(viridis)
const divergingLevels = levelsOf(puOr)

/** PuOr from −m to m where a value is negative, m the largest magnitude; else viridis from 0 to the largest value. */
export function colourScale(range: ValueRange | null): ColourScale {
  const { minimum, maximum } = range ?? { minimum: 0, maximum: 1 }
  const high = Math.max(Math.abs(minimum), Math.abs(maximum)) || 1
  return minimum < 0 ? { kind: 'diverging', low: -high, high, levels: divergingLevels } : { kind: 'sequential', low: 0, high, levels: sequentialLevels }
}

/** Number of a value's colour, 0 … 254; values beyond the ends have the colour of the end, NaN has −1. */
export function levelOf({ low, high }: Pick<ColourScale, 'low' | 'high'>, value: number): number {
  if (Number.isNaN(value)) return -1
  const level = Math.round(((value - low) / (high - low)) * (colourLevels - 1))
  return Math.max(0, Math.min(colourLevels - 1, level))
}

/** A colour of a scale as `#rrggbb`. */
export function levelColour({ levels }: Pick<ColourScale, 'levels'>, level: number): string {
  return `#${[0, 1, 2].map((channel) => levels[level * 3 + channel].toString(16).padStart(2, '0')).join('')}`
}
