import { numberShift } from '../../../shared/figures/bar-numbers.ts'
import { axisNumber } from '../../../shared/figures/labels.ts'
import { linearTicks } from '../../../shared/figures/ticks.ts'
import type { ChartColours } from '../colours.ts'
import type { EChartsCoreOption } from '../echarts.ts'
import { painted, paintedSeries, text, type Pen, type Places } from '../painted.ts'
import { keyFrequencies } from '../../../shared/numerics/key-frequencies.ts'

export const spectrumMargins = { left: 52, right: 14, top: 18, bottom: 36 } as const

/** Before a network groks, nearly every frequency passes the rule; the largest are named. */
const mostNamed = 12
/** Half of a bar's width, in frequencies. */
const halfBar = 0.36
/** What the axis shows beyond the last frequency, in frequencies. */
const rightRoom = 0.6
/** Width of a digit above a bar, in pixels. */
const digitWidth = 6.4

/** One bar per frequency; key frequencies in the accent colour with their number above. */
export function spectrumSeries(norms: Float32Array, colours: ChartColours): EChartsCoreOption {
  const keys = keyFrequencies(norms)
  const named = [...keys].sort((a, b) => norms[b] - norms[a]).slice(0, mostNamed)
  const others = [...norms.keys()].filter((frequency) => !keys.includes(frequency))
  const draw = (pen: Pen, frequencies: readonly number[], places: Places) => {
    for (const frequency of frequencies) {
      const [left, top] = places.coord([frequency - halfBar, norms[frequency]])
      const [right, bottom] = places.coord([frequency + halfBar, 0])
      pen.rect(left, top, Math.max(1, right - left), bottom - top)
    }
  }
  return {
    series: [paintedSeries('norms', 3, 1, (_, places) => ({
      type: 'group', silent: true,
      children: [
        painted((pen) => draw(pen, others, places), { fill: colours.ghost }),
        painted((pen) => draw(pen, keys, places), { fill: colours.accent }),
        ...apart(named.map((frequency) => ({ frequency, place: numberPlace(norms, frequency, places) }))).map((label) => {
          const { frequency, place: [x, y] } = label
          return text(String(frequency), { x, y: y - 4, z2: 1 }, {
            fill: colours.text, stroke: colours.ground, lineWidth: 3, align: 'center', verticalAlign: 'bottom'
          })
        })
      ]
    }))]
  }
}

/** Pixels [x, y] of the top of a bar, x moved aside where the number above it would touch a taller bar. */
function numberPlace(norms: Float32Array, frequency: number, places: Places): [number, number] {
  const [x, y] = places.coord([frequency, norms[frequency]])
  const pitch = places.coord([frequency + 1, 0])[0] - x
  const number = digitWidth * String(frequency).length
  const rightmost = places.coord([norms.length - 1 + rightRoom, 0])[0] - number / 2
  return [Math.min(x + numberShift(norms, frequency, { pitch, bar: 2 * halfBar * pitch, number }), rightmost), y]
}

/** Labels that do not lie on one another: of two that would, the first stays. */
function apart<Label extends { place: readonly number[] }>(labels: readonly Label[]): Label[] {
  const kept: Label[] = []
  for (const label of labels) {
    if (kept.every(({ place: [x, y] }) => Math.abs(x - label.place[0]) > 17 || Math.abs(y - label.place[1]) > 11)) kept.push(label)
  }
  return kept
}

export function spectrumFrame(frequencies: number, top: number, size: { width: number; height: number }, colours: ChartColours): EChartsCoreOption {
  const look = (ticks: number[]) => ({
    type: 'value', silent: true, animation: false, axisLine: { show: true, onZero: false, lineStyle: { color: colours.hairline } },
    axisTick: { show: true, customValues: ticks, length: 4, lineStyle: { color: colours.hairline } }, axisPointer: { show: false },
    axisLabel: { customValues: ticks, color: colours.muted, fontSize: 11, formatter: axisNumber, hideOverlap: true }, nameLocation: 'middle', nameTextStyle: { color: colours.muted, fontSize: 12 }
  })
  return {
    grid: { ...spectrumMargins, outerBoundsMode: 'none' },
    xAxis: { ...look(linearTicks(0, frequencies - 1, size.width / 50).filter(Number.isInteger)), min: -0.6, max: frequencies - 1 + rightRoom, splitLine: { show: false }, name: 'frequency k', nameGap: 22 },
    yAxis: { ...look(linearTicks(0, top, size.height / 44)), min: 0, max: top, splitLine: { show: true, lineStyle: { color: colours.hairline, opacity: 0.5 } }, name: 'norm', nameGap: 36 }
  }
}
