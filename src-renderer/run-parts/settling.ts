const settleMs = 800

/** Keeps what is typed once nothing has been typed for a moment, or at once when asked to. */
export class Settling {
  readonly #keep: (text: string) => void
  #waiting: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(keep: (text: string) => void) {
    this.#keep = keep
  }

  type(text: string): void {
    this.#waiting = text
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.settle(), settleMs)
  }

  settle(): void {
    clearTimeout(this.#timer)
    if (this.#waiting === null) return
    const text = this.#waiting
    this.#waiting = null
    this.#keep(text)
  }
}
