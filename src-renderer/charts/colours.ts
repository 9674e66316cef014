import { seriesColor } from '../../shared/figures/palette.ts'

export type Theme = 'light' | 'dark'

/** Colours of everything in a chart that is not data: the values of `styles/tokens.css`, since a canvas cannot read variables. */
export interface ChartColours { text: string; muted: string; hairline: string; ground: string; accent: string; ghost: string }

export const chartColours: Record<Theme, ChartColours> = {
  light: { text: '#1b1b20', muted: '#565761', hairline: '#dcdce2', ground: '#ffffff', accent: '#4f46e5', ghost: '#c9c9d1' },
  dark: { text: '#e9e9ee', muted: '#abacb8', hairline: '#33343e', ground: '#17181c', accent: '#a9abff', ghost: '#42434f' }
}

/** Share of white in a hue on a dark ground; as they are, the darkest hues would be hard to see there. */
const lighter = 0.28

/** Hue number `index` of runs and groups, for lines on the ground of a theme. */
export function hueOn(theme: Theme, index: number): string {
  const hue = seriesColor(index)
  if (theme === 'light') return hue
  const channels = [1, 3, 5].map((at) => Number.parseInt(hue.slice(at, at + 2), 16))
  return `#${channels.map((channel) => Math.round(channel + (255 - channel) * lighter).toString(16).padStart(2, '0')).join('')}`
}
