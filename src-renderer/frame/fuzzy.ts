/**
 * How well the letters of `query` are found, in order, in `text`: higher is better, null where they are not.
 * Runs of neighbouring letters and starts of words count more; shorter texts win ties.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = query.toLowerCase().replaceAll(' ', '')
  const given = text.toLowerCase()
  const direct = given.indexOf(query.toLowerCase().trim())
  if (direct >= 0) return 1000 - direct - given.length / 100
  let at = -1
  let score = 0
  for (const letter of wanted) {
    const next = given.indexOf(letter, at + 1)
    if (next < 0) return null
    const startsWord = next === 0 || /[\s\-_./·]/.test(given[next - 1] ?? '')
    score += next === at + 1 ? 8 : startsWord ? 6 : 1
    at = next
  }
  return score - given.length / 100
}
