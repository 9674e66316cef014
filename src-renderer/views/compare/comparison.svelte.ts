import type { RunRecord } from '../../../shared/run.ts'
import { CurvesView } from '../../charts/curves/curves-view.svelte.ts'
import type { CurvePanelSpec } from '../../charts/curves/drawings.ts'
import type { Application } from '../../state/application.svelte.ts'
import { isStrings } from '../../state/layout.svelte.ts'
import { readAddress, readCompareSpec, writeAddress, type CompareSpec } from './compare-spec.ts'
import { groupRuns, seriesOf } from './grouping.ts'

const specKey = 'compare/view'
const runsKey = 'compare/runs'
const isAnything = (value: unknown): value is unknown => value !== undefined

/** The comparison on the page. The address says what it is; every change is written there and kept for the next time. */
export class Comparison {
  readonly view = new CurvesView()
  readonly #app: Application
  readonly #hues = new Map<string, number>()
  readonly #kept: CompareSpec = $derived.by(() => readCompareSpec(this.#app.layout.get(specKey, isAnything, null)))
  readonly #said = $derived.by(() => readAddress(this.#app.route.now.query, this.#kept))
  readonly spec: CompareSpec = $derived(this.#said.spec)
  /** Runs of the address, or those of the last comparison; those that are no more are left out. */
  readonly runs: readonly RunRecord[] = $derived.by(() => {
    const ids = this.#said.runIds.length > 0 || this.#app.route.now.query.has('runs') ? this.#said.runIds : this.#app.layout.get(runsKey, isStrings, [])
    return ids.flatMap((id) => { const run = this.#app.runs.get(id); return run && run.deletedAt === null ? [run] : [] })
  })
  readonly runIds: string[] = $derived(this.runs.map(({ id }) => id))
  readonly groups = $derived(groupRuns(this.runs, this.spec.groupBy))
  readonly series: string[] = $derived(seriesOf(this.runs))

  constructor(app: Application) {
    this.#app = app
  }

  load(): Promise<unknown> {
    return Promise.all([this.#app.layout.load(specKey), this.#app.layout.load(runsKey)])
  }

  /** Number of an entry's hue. It stays the same when others come and go, and is not that of another entry on the page. */
  hueOf(entry: string): number {
    const known = this.#hues.get(entry)
    if (known !== undefined) return known
    const shown = this.groups.length > 0 ? this.groups.map(({ id }) => id) : this.runIds
    const taken = new Set(shown.flatMap((other) => this.#hues.get(other) ?? []))
    let hue = 0
    while (taken.has(hue)) hue++
    this.#hues.set(entry, hue)
    return hue
  }

  change(changes: Partial<CompareSpec>): void {
    const spec = { ...this.spec, ...changes }
    this.#app.layout.set(specKey, spec)
    this.#app.route.replace(writeAddress(this.runIds, spec))
  }

  setRuns(runIds: readonly string[]): void {
    const ids = [...new Set(runIds)]
    this.#app.layout.set(runsKey, ids)
    this.#app.route.replace(writeAddress(ids, this.spec))
  }

  changePanel(index: number, changes: Partial<CurvePanelSpec>): void {
    this.change({ panels: this.spec.panels.map((panel, at) => (at === index ? { ...panel, ...changes } : panel)) })
  }

  addPanel(series: string): void {
    this.change({ panels: [...this.spec.panels, { title: series, series: [series], yScale: 'linear' }] })
  }

  removePanel(index: number): void {
    this.change({ panels: this.spec.panels.filter((_, at) => at !== index) })
  }

  /** Adds a series to a panel or takes it away; a panel keeps at least one. */
  toggleSeries(index: number, name: string): void {
    const series = this.spec.panels[index]?.series ?? []
    const next = series.includes(name) ? series.filter((other) => other !== name) : [...series, name]
    if (next.length > 0) this.changePanel(index, { series: next })
  }
}
