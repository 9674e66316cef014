import type { PlaneFrames } from '../../../shared/rpc.ts'
import { frameAt, sharedReach } from '../../charts/embedding/frame.ts'
import { errorText } from '../../state/messages.svelte.ts'
import type { RunFrames } from './run-frames.svelte.ts'

/** All snapshots of a run on the plane of one frequency, fetched once for each frequency. */
export class CircleView {
  frequency: number | null = $state(null)
  failure: string | null = $state(null)
  #frames: PlaneFrames | null = $state.raw(null)
  readonly #source: RunFrames
  readonly #known = new Map<number, Promise<PlaneFrames>>()
  #from = ''
  #asked = 0

  constructor(source: RunFrames) {
    this.#source = source
  }

  /** Half-width of the scale that all snapshots share; 0 while they are read. */
  readonly reach = $derived.by(() => (this.#frames === null ? 0 : sharedReach(this.#frames.coordinates, 2, this.#frames.tokens)))

  /** Points [x, y, 0] of the snapshot at a step; null while they are read. */
  points(step: number): Float32Array | null {
    return this.#frames === null ? null : this.#at(this.#frames, frameAt(this.#frames.steps, step))
  }

  async show(frequency: number, lastStep: number): Promise<void> {
    const asked = ++this.#asked
    try {
      const frames = await this.#read(frequency, lastStep)
      if (asked !== this.#asked) return
      this.#frames = frames
      this.frequency = frequency
      this.failure = null
    } catch (error) {
      if (asked === this.#asked) this.failure = errorText(error)
    }
  }

  #read(frequency: number, lastStep: number): Promise<PlaneFrames> {
    const from = `${this.#source.tensor}/${lastStep}`
    if (from !== this.#from) this.#known.clear()
    this.#from = from
    const known = this.#known.get(frequency) ?? this.#source.plane(frequency)
    known.catch(() => this.#known.delete(frequency))
    this.#known.set(frequency, known)
    return known
  }

  #at({ tokens, coordinates }: PlaneFrames, frame: number): Float32Array {
    const points = new Float32Array(tokens * 3)
    const from = frame * tokens * 2
    for (let token = 0; token < tokens; token++) points.set(coordinates.subarray(from + token * 2, from + token * 2 + 2), token * 3)
    return points
  }
}
