import leven from 'leven'

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_.-]/g, '')

/**
 * The one of `known` that a mistyped name most likely stands for: no further from it than a third of its letters (Levenshtein's distance; case
 * and separators aside), else the first that begins with it. Null where none is near.
 */
export function nearName(name: string, known: readonly string[]): string | null {
  const wanted = plain(name)
  if (wanted === '') return null
  const ranked = known.map((candidate) => ({ candidate, far: leven(wanted, plain(candidate)) })).sort((a, b) => a.far - b.far)
  const nearest = ranked.find(({ candidate, far }) => far <= Math.max(wanted.length, plain(candidate).length) / 3)
  return nearest?.candidate ?? known.find((candidate) => plain(candidate).startsWith(wanted)) ?? null
}

/** `; did you mean …?` for the end of a message that refuses a name, or nothing where no known name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearName(name, known)
  return near === null ? '' : `; did you mean ${near}?`
}
