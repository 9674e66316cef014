import { Matrix, SingularValueDecomposition } from 'ml-matrix'

/** Coordinates of the same points in two frames: [points, components], components by falling variance. */
export interface Coordinates {
  values: Float64Array
  components: number
}

/** Runs of neighbouring components whose variances are so alike that their order and directions are arbitrary. */
function alikeBlocks(variances: ArrayLike<number>, components: number, alike: number): number[][] {
  const blocks: number[][] = []
  for (let i = 0; i < components; i++) {
    const block = blocks.at(-1)
    if (block !== undefined && variances[i] > 0 && variances[i] >= alike * variances[block[0]]) block.push(i)
    else blocks.push([i])
  }
  return blocks
}

/** The orthogonal matrix R, reflections allowed, that minimizes ‖current · R − previous‖ over the block's columns (Kabsch, Schönemann 1966). */
function bestRotation(current: Coordinates, previous: Coordinates, block: readonly number[]): Matrix {
  const { components } = current
  const points = current.values.length / components
  const overlap = Matrix.zeros(block.length, block.length)
  block.forEach((from, i) => block.forEach((to, j) => {
    let sum = 0
    for (let point = 0; point < points; point++) sum += current.values[point * components + from] * previous.values[point * components + to]
    overlap.set(i, j, sum)
  }))
  if (overlap.norm('frobenius') === 0) return Matrix.eye(block.length)
  if (block.length === 1) return new Matrix([[overlap.get(0, 0) < 0 ? -1 : 1]])
  const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(overlap)
  return leftSingularVectors.mmul(rightSingularVectors.transpose())
}

/**
 * Turns the components of `current` so that its points lie as near as they can to `previous`, without changing what a
 * component means: a component whose variance stands apart may only change its sign; neighbours whose variances differ by
 * less than 1 − `alike` (the sine and cosine of one frequency, say), whose directions PCA leaves open, rotate among themselves.
 * Returns new values of the same shape; both frames must have the same shape.
 */
export function alignCoordinates(current: Coordinates, previous: Coordinates, variances: ArrayLike<number>, alike = 0.9): Float64Array {
  const { components, values } = current
  const aligned = new Float64Array(values.length)
  for (const block of alikeBlocks(variances, components, alike)) {
    const rotation = bestRotation(current, previous, block)
    for (let offset = 0; offset < values.length; offset += components) {
      block.forEach((to, j) => {
        let sum = 0
        block.forEach((from, i) => { sum += values[offset + from] * rotation.get(i, j) })
        aligned[offset + to] = sum
      })
    }
  }
  return aligned
}
