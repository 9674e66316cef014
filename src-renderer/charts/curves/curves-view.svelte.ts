import { SvelteSet } from 'svelte/reactivity'
import type { Range } from '../axis.ts'

/** What the user looks at in the panels of one chart: which lines, and which steps. All panels share it. */
export class CurvesView {
  /** Entries of the legend that are switched off. */
  readonly hidden = new SvelteSet<string>()
  /** The entry that is pointed at. */
  highlighted: string | null = $state(null)
  /** Visible steps; null: all. */
  range: Range | null = $state.raw(null)
  #before: (Range | null)[] = []

  /** Shows other steps; `back` comes back here. */
  zoom(range: Range | null): void {
    this.#before.push(this.range)
    this.range = range
  }

  /** Moves without a new place to come back to: panning, the wheel. */
  move(range: Range | null): void {
    if (this.#before.length === 0) this.#before.push(this.range)
    this.range = range
  }

  back(): void {
    this.range = this.#before.pop() ?? null
  }

  toggle(entry: string): void {
    if (!this.hidden.delete(entry)) this.hidden.add(entry)
  }

  /** Shows only `entry`; all again where it is the only one already. */
  isolate(entry: string, entries: readonly string[]): void {
    const isAlone = !this.hidden.has(entry) && entries.every((other) => other === entry || this.hidden.has(other))
    this.hidden.clear()
    if (!isAlone) for (const other of entries) if (other !== entry) this.hidden.add(other)
  }
}
