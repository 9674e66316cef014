/** Runs that are selected in the run browser, in the order of the table. */
export class Selection {
  runIds: readonly string[] = $state.raw([])
  /** Where a range selection starts, and where the keyboard stands. */
  anchor: string | null = $state(null)
  focus: string | null = $state(null)
  readonly #set = $derived(new Set(this.runIds))

  get size(): number {
    return this.runIds.length
  }

  has(runId: string): boolean {
    return this.#set.has(runId)
  }

  set(runIds: readonly string[]): void {
    this.runIds = [...new Set(runIds)]
  }

  clear(): void {
    this.runIds = []
    this.anchor = null
  }

  only(runId: string): void {
    this.runIds = [runId]
    this.anchor = runId
    this.focus = runId
  }

  toggle(runId: string): void {
    this.runIds = this.has(runId) ? this.runIds.filter((id) => id !== runId) : [...this.runIds, runId]
    this.anchor = runId
    this.focus = runId
  }

  /** Selects from the anchor to `runId` in the order that is on screen. */
  extend(runId: string, order: readonly string[]): void {
    const from = this.anchor === null ? -1 : order.indexOf(this.anchor)
    const to = order.indexOf(runId)
    if (from < 0 || to < 0) return this.only(runId)
    this.runIds = order.slice(Math.min(from, to), Math.max(from, to) + 1)
    this.focus = runId
  }
}
