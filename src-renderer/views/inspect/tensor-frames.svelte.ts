import { valueRange, type ValueRange } from '../../../shared/figures/colour-scale.ts'
import { frameAt } from '../../charts/embedding/frame.ts'
import type { Host } from '../../host/host.ts'
import { errorText } from '../../state/messages.svelte.ts'

export interface TensorFrame { step: number; shape: readonly number[]; data: Float32Array }

const mostBytes = 96 * 2 ** 20
const atOnce = 4

/** Snapshots of one tensor: the one that is looked at first, then all others, as far as memory goes. */
export class TensorFrames {
  /** Range over every snapshot that was read: the scale that is the same at all steps. */
  range: ValueRange | null = $state.raw(null)
  failure: string | null = $state(null)
  #steps: Float64Array = $state.raw(new Float64Array())
  #frames: ReadonlyMap<number, TensorFrame> = $state.raw(new Map())
  readonly read = $derived(this.#frames.size)
  readonly total = $derived(this.#steps.length)
  readonly #host: Pick<Host, 'call'>
  readonly #runId: string
  readonly tensor: string
  readonly #bytesEach: number
  readonly #wanted = new Set<number>()
  /** Steps that were read, or are being read. */
  readonly #asked = new Set<number>()
  #isOver = false
  #running = 0
  #near = 0

  constructor(host: Pick<Host, 'call'>, runId: string, tensor: string, shape: readonly number[]) {
    this.#host = host
    this.#runId = runId
    this.tensor = tensor
    this.#bytesEach = 4 * shape.reduce((product, side) => product * side, 1)
  }

  /** Tells which snapshots there are; called again when a live run keeps more. */
  want(steps: Float64Array): void {
    this.#steps = steps
    const most = Math.max(1, Math.floor(mostBytes / Math.max(1, this.#bytesEach)))
    const stride = Math.ceil(steps.length / most)
    steps.forEach((step, index) => { if (index % stride === 0 && !this.#asked.has(step)) this.#wanted.add(step) })
    this.#next()
  }

  /** The snapshot at a step, or the last before it; null while it is read. */
  at(step: number | null): TensorFrame | null {
    const index = frameAt(this.#steps, step)
    return index < 0 ? null : this.#frames.get(this.#steps[index]) ?? null
  }

  /** Mean over the snapshots that were read, element by element; null before the first. */
  readonly mean: TensorFrame | null = $derived.by(() => {
    const frames = [...this.#frames.values()]
    const last = frames.reduce<TensorFrame | null>((latest, frame) => (latest !== null && latest.step > frame.step ? latest : frame), null)
    if (last === null) return null
    const same = frames.filter(({ data }) => data.length === last.data.length)
    const data = last.data.map((_, place) => same.reduce((sum, frame) => sum + frame.data[place], 0) / same.length)
    return { ...last, data }
  })

  /** Brings the snapshot at a step before all others. */
  look(step: number | null): void {
    const index = frameAt(this.#steps, step)
    if (index < 0) return
    this.#near = this.#steps[index]
    if (!this.#asked.has(this.#near)) { this.#wanted.add(this.#near); this.#next() }
  }

  #next(): void {
    while (!this.#isOver && this.#running < atOnce && this.#wanted.size > 0) {
      let nearest = Infinity
      for (const step of this.#wanted) if (Math.abs(step - this.#near) < Math.abs(nearest - this.#near)) nearest = step
      this.#wanted.delete(nearest)
      this.#asked.add(nearest)
      this.#running++
      void this.#read(nearest)
    }
  }

  async #read(step: number): Promise<void> {
    try {
      const { shape, data } = await this.#host.call('snapshots.read', { runId: this.#runId, tensor: this.tensor, step })
      if (this.#isOver) return
      this.#frames = new Map(this.#frames).set(step, { step, shape, data })
      this.range = valueRange(data, this.range)
      this.failure = null
    } catch (error) {
      this.#asked.delete(step)
      this.failure = errorText(error)
    }
    this.#running--
    this.#next()
  }

  dispose(): void {
    this.#isOver = true
    this.#wanted.clear()
  }
}
