// Made once: localeCompare would set one up for each of ten thousand comparisons.
const alphabet = new Intl.Collator('en', { numeric: true })

const isMissing = (value: string | number | null): boolean => value === null || Number.isNaN(value)

/** Numbers by size, text by the alphabet; what is missing or NaN always last. */
export function compareValues(a: string | number | null, b: string | number | null, sign: number): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b))
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  return sign * alphabet.compare(String(a), String(b))
}
