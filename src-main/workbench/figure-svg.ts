import { readdirSync } from 'node:fs'
import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent } from 'echarts/components'
import { init, setPlatformAPI, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { figurePixels } from '../../shared/figures/data.ts'
import type { FigureData } from '../../shared/figures/data.ts'
import { figureOption } from '../../shared/figures/option.ts'
import type { FigureSpec, PointsFigure } from '../../shared/figures/spec.ts'
import { textWidth } from '../../shared/figures/text-width.ts'

use([
  BarChart, CustomChart, LineChart, ScatterChart, AxisPointerComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer
])

// Only here, where there is no canvas to measure by: the page lays its charts out by the fonts that it has.
setPlatformAPI({ measureText: (text, font) => ({ width: textWidth(text, font) }) })

const fontFamily = 'Source Sans 3'
const pngPixelsPerInch = 300
const cssPixelsPerInch = 96

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function titleOf(spec: FigureSpec, data: FigureData): string {
  if (spec.title !== '') return spec.title
  if (data.kind === 'curves') return `Curves of ${data.runs.map((run) => run.name).join(', ')}`
  if (data.kind === 'points') return 'Results'
  if (data.kind === 'matrix') return `Matrix of ${data.tensor}, ${data.run.name}`
  const isPlane = spec.kind === 'projection' && spec.frequency !== null
  const what = isPlane ? `Plane of frequency ${spec.frequency}` : 'Principal components'
  return `${data.kind === 'projection' ? what : 'Fourier spectrum'} of ${data.tensor}, ${data.run.name}`
}

function describePanel(panel: PointsFigure['panels'][number]): string {
  const groups = panel.groups.map(({ name, points }) =>
    `${name}: ${points.map(({ x, y }) => `${panel.categories?.[x] ?? x} ${y === null ? 'never' : Number(y.toPrecision(4))}`).join(', ')}`)
  return `${[panel.title, panel.yTitle].filter((text) => text !== '').join(', ')} by ${panel.xTitle === '' ? 'case' : panel.xTitle}. ${groups.join('; ')}.`
}

function descriptionOf(spec: FigureSpec, data: FigureData): string {
  if (data.kind === 'curves' && spec.kind === 'curves') {
    const panels = spec.panels.map((panel) => `${panel.series.join(', ')} on a ${panel.yScale} axis`)
    return `${panels.join('; ')} over steps on a ${spec.xScale} axis. Runs: ${data.runs.map((run) => `${run.name} (${run.id})`).join(', ')}.`
  }
  if (spec.kind === 'points') return spec.panels.map(describePanel).join(' ')
  if (data.kind === 'matrix') return `${data.rows} by ${data.columns} values of ${data.tensor} at step ${data.step}. Run ${data.run.id}.`
  if (data.kind === 'projection') {
    const shares = Array.from(data.explained, (share) => `${(share * 100).toFixed(1)} %`)
    return `${data.tokens} tokens at step ${data.step}; components explain ${shares.join(', ')} of the variance. Run ${data.run.id}.`
  }
  return data.kind === 'spectrum' ? `Norm at ${data.norms.length} frequencies at step ${data.step}; Gini ${data.gini.toFixed(3)}. Run ${data.run.id}.` : ''
}

/**
 * ECharts counts its ids through the process's life; counted anew by first use, the same figure is the same file.
 * What it writes for a pointer that hovers is of no use in a file.
 */
function withoutTraces(svg: string): string {
  const names = new Map<string, string>()
  const still = svg.replace(/<style[^>]*>[\s\S]*?<\/style>/g, '').replace(/ (class|pointer-events)="[^"]*"/g, '')
  return still.replace(/\bzr\d+-(cls-|[a-z]+)\d+\b/g, (id) => {
    const known = names.get(id) ?? `g${names.size}`
    names.set(id, known)
    return known
  })
}

/** A figure as SVG, in millimetres, named and described for those who cannot see it. The same figure gives the same bytes. */
export function figureSvg(spec: FigureSpec, data: FigureData): string {
  const { width, height } = figurePixels(spec)
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(figureOption(spec, data, { widthPixels: width, heightPixels: height, font: `'${fontFamily}', sans-serif`, interactive: false }))
    const svg = withoutTraces(chart.renderToSVGString())
    const open = `<svg width="${spec.widthMillimetres}mm" height="${spec.heightMillimetres}mm" xmlns="http://www.w3.org/2000/svg" ` +
      `xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">` +
      `<title id="title">${escapeXml(titleOf(spec, data))}</title><desc id="description">${escapeXml(descriptionOf(spec, data))}</desc>`
    return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replace(/<svg[^>]*>/, () => open)}\n`
  } finally {
    chart.dispose()
  }
}

/** A figure as PNG at 300 pixels per inch, with Source Sans from `fontFolder` and no font of the machine. */
export function figurePng(spec: FigureSpec, data: FigureData, fontFolder: string): Uint8Array {
  const fontFiles = readdirSync(fontFolder).filter((name) => name.endsWith('.ttf')).map((name) => path.join(fontFolder, name))
  const { width } = figurePixels(spec)
  const image = new Resvg(figureSvg(spec, data), {
    fitTo: { mode: 'width', value: Math.round((width * pngPixelsPerInch) / cssPixelsPerInch) },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: fontFamily, sansSerifFamily: fontFamily }
  })
  return image.render().asPng()
}
