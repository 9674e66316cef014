/** Logits in row order, [rows, classes], with the right class of each row. */
export interface ClassifiedLogits {
  logits: Float32Array | Float64Array
  classes: number
  targets: ArrayLike<number>
}

/**
 * Cross-entropy of one row in float64, without a floor where it is tiny: with d_j = z_j − z_y over the wrong classes j and m = max(0, max d),
 * m + log1p(expm1(−m) + Σ exp(d_j − m)).
 */
function rowCrossEntropy(logits: ArrayLike<number>, offset: number, classes: number, target: number): number {
  const right = logits[offset + target]
  let largest = 0
  for (let j = 0; j < classes; j++) largest = Math.max(largest, logits[offset + j] - right)
  let sum = Math.expm1(-largest)
  for (let j = 0; j < classes; j++) if (j !== target) sum += Math.exp(logits[offset + j] - right - largest)
  return largest + Math.log1p(sum)
}

/** Mean cross-entropy in float64 over the given rows (all, where none are given). NaN for no rows. */
export function exactCrossEntropy({ logits, classes, targets }: ClassifiedLogits, rows?: ArrayLike<number>): number {
  const count = rows?.length ?? logits.length / classes
  let sum = 0
  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : rows[i]
    sum += rowCrossEntropy(logits, row * classes, classes, targets[row])
  }
  return sum / count
}
