/** How often each token occurs in a set of pairs, by place: [tokens] each. */
export interface TokenHistogram {
  first: Int32Array
  second: Int32Array
}

/** Occurrences of the tokens 0 … tokens − 1 as first and as second operand in the given rows of `pairs`, [pairs, 2] in rows. */
export function tokenHistogram(pairs: Int32Array, rows: ArrayLike<number>, tokens: number): TokenHistogram {
  const histogram = { first: new Int32Array(tokens), second: new Int32Array(tokens) }
  for (let i = 0; i < rows.length; i++) {
    histogram.first[pairs[2 * rows[i]]]++
    histogram.second[pairs[2 * rows[i] + 1]]++
  }
  return histogram
}
