export type Theme = 'light' | 'dark'

/** Colours of everything in a chart that is not data: the values of `styles/tokens.css`, since a canvas cannot read variables. */
export interface ChartColours { text: string; muted: string; hairline: string; ground: string; accent: string; ghost: string }

export const chartColours: Record<Theme, ChartColours> = {
  light: { text: '#1b1b20', muted: '#565761', hairline: '#dcdce2', ground: '#ffffff', accent: '#4f46e5', ghost: '#c9c9d1' },
  dark: { text: '#e9e9ee', muted: '#abacb8', hairline: '#33343e', ground: '#17181c', accent: '#a9abff', ghost: '#42434f' }
}
