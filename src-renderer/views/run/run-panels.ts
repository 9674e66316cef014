import { seriesLabel } from '../../../shared/figures/labels.ts'
import { findMeasure, measureOf } from '../../measures/measure-info.ts'
import type { CurvePanelSpec } from '../../charts/curves/drawings.ts'

/** Which panels the reader of a run has chosen, by their key. */
export interface PanelChoice { shown: readonly string[]; hidden: readonly string[] }

export const noPanelChoice: PanelChoice = { shown: [], hidden: [] }

export interface PanelOffer {
  /** The series, or the family before the slash of several that share a panel. */
  key: string
  title: string
  series: string[]
  isShown: boolean
}

const inFixedPanels = /^(train|test)\//
const familyOf = (name: string) => name.slice(0, Math.max(0, name.indexOf('/'))) || name
const isHeavy = (name: string) => findMeasure(measureOf(name) ?? '')?.runsOn === 'checkpoints'

/** What can be shown beside loss and accuracy: each series by itself, but those of a measure on checkpoints together, and these from the start. */
export function panelOffers(series: readonly string[], { shown, hidden }: PanelChoice): PanelOffer[] {
  const offers = new Map<string, PanelOffer>()
  for (const name of series) {
    if (inFixedPanels.test(name)) continue
    const heavy = isHeavy(name)
    const key = heavy ? familyOf(name) : name
    const words = seriesLabel(key)
    const offer = offers.get(key) ?? {
      key, series: [], title: words.charAt(0).toUpperCase() + words.slice(1), isShown: heavy ? !hidden.includes(key) : shown.includes(key)
    }
    offers.set(key, { ...offer, series: [...offer.series, name] })
  }
  return [...offers.values()]
}

export function panelOf({ title, series }: PanelOffer): CurvePanelSpec {
  return { title, series, yScale: 'linear' }
}

/** The choice after a panel was shown or hidden. */
export function togglePanel({ shown, hidden }: PanelChoice, { key, isShown }: PanelOffer): PanelChoice {
  const without = (keys: readonly string[]) => keys.filter((other) => other !== key)
  return isShown ? { shown: without(shown), hidden: [...without(hidden), key] } : { shown: [...without(shown), key], hidden: without(hidden) }
}

export function isPanelChoice(value: unknown): value is PanelChoice {
  const isList = (list: unknown) => Array.isArray(list) && list.every((item) => typeof item === 'string')
  return typeof value === 'object' && value !== null && 'shown' in value && 'hidden' in value && isList(value.shown) && isList(value.hidden)
}
