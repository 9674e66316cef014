import { alignCoordinates } from './align.ts'
import { explainedShares, fitPca, projectPca, type Frame } from './pca.ts'

export type ProjectionFit = 'each' | 'last' | 'all'

/** Projections of a run's snapshots, in their order. */
export interface ProjectedFrames {
  /** [frames, rows, components]. */
  coordinates: Float32Array
  /** [frames, components], share of each frame's own variance. */
  explained: Float32Array
}

/**
 * Projects frames of one shape onto principal components fitted on each frame, on the last, or on all of them pooled.
 * With “each”, a frame is aligned to the one before it, so that scrubbing does not jump where axes are only defined up to
 * sign or rotation. Shares are of the frame's own variance along the axes as they are shown.
 */
export function projectFrames(frames: readonly Frame[], fit: ProjectionFit, components: number): ProjectedFrames {
  const rows = frames.length === 0 ? 0 : frames[0].rows
  const coordinates = new Float32Array(frames.length * rows * components)
  const explained = new Float32Array(frames.length * components)
  const common = fit === 'each' || frames.length === 0 ? null : fitPca(fit === 'all' ? frames : frames.slice(-1), components)
  let previous: Float64Array | null = null
  frames.forEach((frame, index) => {
    const axes = common ?? fitPca([frame], components)
    let values = projectPca(frame, axes)
    if (common === null && previous !== null) {
      values = alignCoordinates({ values, components }, { values: previous, components }, axes.variances)
    }
    previous = values
    coordinates.set(values, index * rows * components)
    explained.set(explainedShares(frame, values, components), index * components)
  })
  return { coordinates, explained }
}
