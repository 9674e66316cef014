const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_.-]/g, '')

/** Letters to put in, leave out, replace or swap with their neighbour, to make one word of another (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)))
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2][j - 2] + 1 : Infinity
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, replaced, swapped)
    }
  }
  return rows[a.length][b.length]
}

/**
 * The one of `known` that a mistyped name most likely stands for: no further from it than a third of its letters (Damerau 1964; case and
 * separators aside), else the first that begins with it. Null where none is near.
 */
export function nearName(name: string, known: readonly string[]): string | null {
  const wanted = plain(name)
  if (wanted === '') return null
  const ranked = known.map((candidate) => ({ candidate, far: distance(wanted, plain(candidate)) })).sort((a, b) => a.far - b.far)
  const nearest = ranked.find(({ candidate, far }) => far <= Math.max(wanted.length, plain(candidate).length) / 3)
  return nearest?.candidate ?? known.find((candidate) => plain(candidate).startsWith(wanted)) ?? null
}

/** `; did you mean …?` for the end of a message that refuses a name, or nothing where no known name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearName(name, known)
  return near === null ? '' : `; did you mean ${near}?`
}
