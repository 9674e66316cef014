import { measureCatalogue, measureNames } from '../../shared/catalogue/measures.ts'

/** The catalogue's title of a measure; other names stay as they are. */
export function measureTitle(name: string): string {
  const known = measureNames.find((measure) => measure === name)
  return known === undefined ? name : measureCatalogue[known].title
}
