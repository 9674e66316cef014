/** Colours of a figure that carry no data. */
export interface FigureTheme {
  background: string
  text: string
  muted: string
  axis: string
  gridLine: string
}

export const figureThemes: Record<'light' | 'dark', FigureTheme> = {
  light: { background: '#ffffff', text: '#1c1d21', muted: '#5d616b', axis: '#8a8e98', gridLine: '#e6e7ea' },
  dark: { background: '#17181b', text: '#eceef2', muted: '#a2a7b3', axis: '#6d727d', gridLine: '#2b2d33' }
}

// Okabe & Ito 2008, strongest contrast first, without the two that vanish on one of the grounds (black; yellow comes late).
const okabeIto = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9']
// Tableau 20's hues that Okabe–Ito lacks: purple, brown, red, olive, cyan, grey, then their light forms.
const tableau = ['#9467bd', '#8c564b', '#d62728', '#bcbd22', '#17becf', '#7f7f7f', '#c5b0d5', '#c49c94', '#ff9896', '#dbdb8d', '#9edae5', '#c7c7c7']

/** Hues of series, in the order in which runs get them. */
export const seriesColors: readonly string[] = [...okabeIto, ...tableau]

function toHexadecimal(linear: number): string {
  const clipped = Math.min(Math.max(linear, 0), 1)
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055
  return Math.round(encoded * 255).toString(16).padStart(2, '0')
}

/** sRGB colour of an OKLCH one; hue in turns. Source: Ottosson 2020, "A perceptual color space for image processing". */
function okLchColor(lightness: number, chroma: number, turns: number): string {
  const a = chroma * Math.cos(2 * Math.PI * turns)
  const b = chroma * Math.sin(2 * Math.PI * turns)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
  return `#${toHexadecimal(red)}${toHexadecimal(green)}${toHexadecimal(blue)}`
}

/** Hue number `index` of any number: those of the list, then hues a golden angle apart, of alternating lightness. */
export function seriesColor(index: number): string {
  return seriesColors[index] ?? okLchColor(index % 2 === 0 ? 0.55 : 0.7, 0.12, (index * 0.6180339887) % 1)
}

/** `count` colours once around the hue circle at equal lightness and chroma, for residues and phases: the last meets the first. */
export function cyclicColors(count: number, theme: 'light' | 'dark'): string[] {
  return Array.from({ length: count }, (_, i) => okLchColor(theme === 'light' ? 0.62 : 0.74, 0.12, i / count))
}
