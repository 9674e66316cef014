import type { EChartsOption } from 'echarts'
import type { FigureContext } from './data.ts'
import { inset, legendLines, type Rectangle } from './layout.ts'
import { figureThemes, type FigureTheme } from './palette.ts'
import type { FigureSpec } from './spec.ts'

export type Titles = Extract<NonNullable<EChartsOption['title']>, unknown[]>

/** What all figures share: sizes, colours and the place that title and legend leave. */
export interface Frame {
  fontSize: number
  theme: FigureTheme
  titles: Titles
  legendTop: number
  area: Rectangle
}

/** Lays out title and legend. */
export function figureFrame(spec: FigureSpec, context: FigureContext, legendNames: readonly string[]): Frame {
  const fontSize = context.fontSizePixels ?? 11
  const theme = figureThemes[spec.theme]
  const titleLines = spec.title === '' ? 0.5 : 1.9
  const lines = context.legend === false ? 0 : legendLines(legendNames, context.widthPixels - fontSize, fontSize)
  const top = titleLines + (lines === 0 ? 0 : 2 * lines)
  const whole = { left: 0, top: 0, width: context.widthPixels, height: context.heightPixels }
  const titles: Titles = spec.title === '' ? [] : [{
    text: spec.title, left: 'center', top: 0.5 * fontSize, padding: 0,
    textStyle: { color: theme.text, fontFamily: context.font, fontSize: 1.2 * fontSize, fontWeight: 600 }
  }]
  return { fontSize, theme, titles, legendTop: titleLines * fontSize, area: inset(whole, { left: 0, right: 0, top, bottom: 0 }, fontSize) }
}

/** Title of one panel, with a quieter second part behind it. */
export function panelTitle(text: string, note: string, frame: Frame, place: { left: number; top: number; font: string }): Titles[number] {
  const { theme, fontSize } = frame
  return {
    text: note === '' ? text : `${text}${text === '' ? '' : '   '}{note|${note}}`,
    left: place.left, top: place.top, padding: 0,
    textStyle: {
      color: theme.text, fontFamily: place.font, fontSize, fontWeight: 600,
      // Where no page measures text, strong letters are taken for narrower than they are.
      rich: {
        note: {
          color: theme.muted, fontFamily: place.font, fontSize: 0.9 * fontSize, fontWeight: 400,
          padding: [0, 0, 0, 0.05 * text.length * fontSize]
        }
      }
    }
  }
}

/** Option entries that every figure has. */
export function baseOption(frame: Frame, context: FigureContext): EChartsOption {
  return {
    animation: false,
    backgroundColor: frame.theme.background,
    textStyle: { fontFamily: context.font, fontSize: frame.fontSize, color: frame.theme.text },
    title: frame.titles
  }
}

/** Looks of an axis; `gap` is the distance of its name in em. */
export function axisLook(frame: Frame, gap: number) {
  const { theme, fontSize } = frame
  return {
    nameLocation: 'middle' as const,
    nameGap: gap * fontSize,
    nameMoveOverlap: false,
    nameTextStyle: { color: theme.text, fontSize },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis, width: 1 } },
    axisTick: { show: true, lineStyle: { color: theme.axis, width: 1 } },
    axisLabel: { color: theme.text, fontSize: 0.95 * fontSize, hideOverlap: true },
    splitLine: { show: true, lineStyle: { color: theme.gridLine, width: 1 } }
  }
}
