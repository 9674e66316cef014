import { fillsSeries, measureCatalogue, measureNames, type MeasureInfo, type MeasureName } from '../../shared/catalogue/measures.ts'

const infoOf = (name: MeasureName): MeasureInfo => measureCatalogue[name]

/** The catalogue's entry of a name; undefined where it has none. */
export function findMeasure(name: string): MeasureInfo | undefined {
  const known = measureNames.find((measure) => measure === name)
  return known === undefined ? undefined : infoOf(known)
}

/** The catalogue's title of a measure; other names stay as they are. */
export function measureTitle(name: string): string {
  return findMeasure(name)?.title ?? name
}

/** Formula and source of a measure, to be said on hover; empty for an unknown name. */
export function measureHint(name: string): string {
  const info = findMeasure(name)
  return info === undefined ? '' : `${info.title}: ${info.formula}. Source: ${info.source}.`
}

/** The measure that fills a series; undefined for one that no measure of this version fills. */
export function measureOf(series: string): MeasureName | undefined {
  return measureNames.find((name) => infoOf(name).series.some((pattern) => pattern === series)) ??
    measureNames.find((name) => fillsSeries(name, series))
}

/** Formulas and sources of everything that some series show, each measure once; undefined where none is known. */
export function seriesHint(series: readonly string[]): string | undefined {
  const measures = [...new Set(series.flatMap((name) => measureOf(name) ?? []))]
  return measures.length === 0 ? undefined : measures.map(measureHint).join('\n\n')
}

/** Formula and source of what a kept tensor holds; undefined where no measure keeps it, as for the embedding itself. */
export function tensorHint(tensor: string): string | undefined {
  const name = measureNames.find((measure) => infoOf(measure).tensors?.includes(tensor))
  return name === undefined ? undefined : measureHint(name)
}
