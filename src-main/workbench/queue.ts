/** What the queue needs of its surroundings. */
export interface QueueOptions {
  /** How many runs may train at once, read anew at each decision. */
  slots: () => number
  /** Begins a run; it holds its slot until `release`. */
  start: (runId: string) => void
  /** Called after each change of order or membership. */
  changed: () => void
}

/** Order of waiting runs and the slots of training ones. Knows nothing of processes or of the store. */
export class RunQueue {
  readonly #options: QueueOptions
  readonly #training = new Set<string>()
  /** Runs that wait for a slot, and those that are only kept in line. */
  #waiting: { runId: string; held: boolean }[] = []
  #closed = false

  constructor(options: QueueOptions) {
    this.#options = options
  }

  get training(): string[] { return [...this.#training] }
  get queued(): string[] { return this.#waiting.map((entry) => entry.runId) }

  has(runId: string): boolean { return this.#waiting.some((entry) => entry.runId === runId) }

  /** True for a run in line that begins by itself once there is a slot. */
  isDue(runId: string): boolean { return this.#waiting.some((entry) => entry.runId === runId && !entry.held) }

  /** Appends runs. A held one keeps its place but does not start by itself. */
  add(runIds: readonly string[], held = false): void {
    const fresh = [...new Set(runIds)].filter((runId) => !this.#training.has(runId))
    for (const entry of this.#waiting) if (fresh.includes(entry.runId) && !held) entry.held = false
    this.#waiting.push(...fresh.filter((runId) => !this.has(runId)).map((runId) => ({ runId, held })))
    this.#options.changed()
    this.fill()
  }

  /** Keeps every waiting run in its place until it is added again by name. */
  hold(): void {
    for (const entry of this.#waiting) entry.held = true
  }

  /** Takes runs out of the line; true where a run was in it. */
  remove(runIds: readonly string[]): void {
    const before = this.#waiting.length
    this.#waiting = this.#waiting.filter((entry) => !runIds.includes(entry.runId))
    if (this.#waiting.length !== before) this.#options.changed()
  }

  /** Puts the named runs first, in the order given; the others follow in their old order. */
  reorder(runIds: readonly string[]): void {
    const rank = new Map(runIds.map((runId, index) => [runId, index]))
    const place = (entry: { runId: string }) => rank.get(entry.runId) ?? runIds.length
    this.#waiting = this.#waiting.toSorted((a, b) => place(a) - place(b))
    this.#options.changed()
  }

  /** Gives a training run's slot back. */
  release(runId: string): void {
    if (!this.#training.delete(runId)) return
    this.#options.changed()
    this.fill()
  }

  /** Starts runs while slots are free. */
  fill(): void {
    while (!this.#closed && this.#training.size < this.#options.slots()) {
      const index = this.#waiting.findIndex((entry) => !entry.held)
      const [next] = index === -1 ? [] : this.#waiting.splice(index, 1)
      if (next === undefined) return
      this.#training.add(next.runId)
      this.#options.changed()
      this.#options.start(next.runId)
    }
  }

  close(): void { this.#closed = true }
}
