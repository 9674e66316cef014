import { frequencyPlane, onPlane, type FrequencyPlane } from '../../../shared/numerics/frequency-plane.ts'
import { reachOf } from '../../charts/embedding/frame.ts'
import { errorText } from '../../state/messages.svelte.ts'
import type { RunFrames } from './run-frames.svelte.ts'

export interface CircleRequest { frequency: number; residues: number; step: number; lastStep: number }

/**
 * Tokens on the plane of one frequency. The plane is that of the last snapshot at every step: a circle is seen to form, not fitted to noise.
 */
export class CircleView {
  points: Float32Array | null = $state.raw(null)
  /** Largest distance from the origin in the last snapshot. */
  lastReach = $state(0)
  failure: string | null = $state(null)
  readonly #frames: RunFrames
  #plane: { key: string; plane: FrequencyPlane } | null = null
  #asked = 0

  constructor(frames: RunFrames) {
    this.#frames = frames
  }

  async show(request: CircleRequest): Promise<void> {
    const asked = ++this.#asked
    try {
      const plane = await this.#planeFor(request)
      const { shape, data } = await this.#frames.matrix(request.step)
      if (asked !== this.#asked) return
      this.points = onPlane(data, shape[1], request.residues, plane)
      this.failure = null
    } catch (error) {
      if (asked === this.#asked) this.failure = errorText(error)
    }
  }

  async #planeFor({ frequency, residues, lastStep }: CircleRequest): Promise<FrequencyPlane> {
    const key = `${this.#frames.tensor}/${lastStep}/${frequency}`
    if (this.#plane?.key === key) return this.#plane.plane
    const { shape, data } = await this.#frames.matrix(lastStep)
    const plane = frequencyPlane(data, shape[1], residues, frequency)
    this.#plane = { key, plane }
    this.lastReach = reachOf(onPlane(data, shape[1], residues, plane), 3)
    return plane
  }
}
