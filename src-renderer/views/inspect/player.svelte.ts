import { frameAt } from '../../charts/embedding/frame.ts'
import type { Cursor } from '../../state/cursor.svelte.ts'

/** Moves the window's cursor from kept step to kept step. */
export class Player {
  playing = $state(false)
  steps: ArrayLike<number> = $state.raw([])
  /** Snapshots per second. */
  speed = $state(20)
  readonly #cursor: Cursor
  #request = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  get frame(): number {
    return frameAt(this.steps, this.#cursor.step)
  }

  go(frame: number): void {
    if (this.steps.length === 0) return
    this.#cursor.step = this.steps[Math.min(Math.max(frame, 0), this.steps.length - 1)]
  }

  toggle(): void {
    if (this.playing) this.pause()
    else this.#play()
  }

  pause(): void {
    this.playing = false
    this.#cursor.release()
    cancelAnimationFrame(this.#request)
  }

  #play(): void {
    if (this.steps.length < 2) return
    if (this.frame >= this.steps.length - 1) this.go(0)
    this.playing = true
    // Held, so that a pointer that rests on a curve does not pull the cursor back.
    this.#cursor.hold(this.#cursor.step ?? this.steps[0])
    let from = this.frame
    let since = performance.now()
    let speed = this.speed
    const tick = (now: number): void => {
      if (!this.playing) return
      if (speed !== this.speed) { from = this.frame; since = now; speed = this.speed }
      const frame = from + Math.floor(((now - since) / 1000) * speed)
      if (frame !== this.frame) this.go(frame)
      if (frame >= this.steps.length - 1) return this.pause()
      this.#request = requestAnimationFrame(tick)
    }
    this.#request = requestAnimationFrame(tick)
  }
}
