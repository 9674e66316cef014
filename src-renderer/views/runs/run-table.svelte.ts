import type { RunRecord } from '../../../shared/run.ts'
import { differingPaths, flattenConfig } from '../../config/flatten.ts'
import { isString, isStrings, type Layout } from '../../state/layout.svelte.ts'
import { configColumn, fixedColumns, initialColumns, nameColumn, rankOf, tellingPaths, type Column, type Leaves } from './columns.ts'
import { compareValues } from './compare-values.ts'
import { averaged } from './statistics.ts'
import { checkFilter } from '../../../shared/filter/filter.ts'

export interface Sort { column: string; descending: boolean }

export type TableRow =
  | { kind: 'group'; key: string; label: string; runs: readonly RunRecord[]; open: boolean }
  | { kind: 'run'; key: string; run: RunRecord; grouped: boolean }

interface ColumnChoice { shown: string[]; hidden: string[] }

const keys = { filter: 'runs.filter', sort: 'runs.sort', group: 'runs.group', columns: 'runs.columns' } as const
const newestFirst: Sort = { column: 'created', descending: true }
const noChoice: ColumnChoice = { shown: [], hidden: [] }

const isSort = (value: unknown): value is Sort =>
  typeof value === 'object' && value !== null && 'column' in value && 'descending' in value && isString(value.column) && typeof value.descending === 'boolean'
const isChoice = (value: unknown): value is ColumnChoice =>
  typeof value === 'object' && value !== null && 'shown' in value && 'hidden' in value && isStrings(value.shown) && isStrings(value.hidden)

// A run's record is replaced when anything changes, so its flattened config can be kept beside it.
const flattened = new WeakMap<object, Leaves>()

export function leavesOf(run: RunRecord): Leaves {
  const known = flattened.get(run.config)
  if (known !== undefined) return known
  const leaves = flattenConfig(run.config)
  flattened.set(run.config, leaves)
  return leaves
}

/** Which runs and columns the table shows, in which order; remembered between sessions. */
export class RunTable {
  readonly #layout: Layout
  readonly #runs: () => readonly RunRecord[]
  readonly #live: () => readonly RunRecord[]
  readonly #delayThreshold: () => number
  #closed: ReadonlySet<string> = $state.raw(new Set<string>())
  filter = $state('')

  readonly sort: Sort = $derived.by(() => this.#layout.get(keys.sort, isSort, newestFirst))
  readonly group: string = $derived.by(() => this.#layout.get(keys.group, isString, ''))
  readonly #choice: ColumnChoice = $derived.by(() => this.#layout.get(keys.columns, isChoice, noChoice))
  readonly compiled = $derived.by(() => checkFilter(this.filter, { delayThreshold: this.#delayThreshold() }))
  readonly #telling: ReadonlySet<string> = $derived.by(() => tellingPaths(differingPaths(this.#runs().map(leavesOf))))
  readonly #paths: readonly string[] = $derived.by(() => [...new Set(this.#runs().flatMap((run) => [...leavesOf(run).keys()]))])
  readonly columns: readonly Column[] = $derived.by(() => this.#allColumns())
  readonly shown: readonly Column[] = $derived.by(() => (
    [nameColumn, ...this.columns.filter((column) => this.isShown(column.id))].map((column) => this.#roomy(column))))
  readonly filtered: readonly RunRecord[] = $derived.by(() => {
    const compiled = this.compiled
    return compiled.ok ? this.#live().filter((run) => compiled.test(run)) : this.#live()
  })
  readonly #sorted: readonly RunRecord[] = $derived.by(() => this.#sort(this.filtered))
  readonly rows: readonly TableRow[] = $derived.by(() => this.#makeRows())
  readonly seriesNames: readonly string[] = $derived.by(() => [...new Set(this.#runs().flatMap((run) => run.series.map(({ name }) => name)))])
  /** Ids of the runs on screen, in its order. */
  readonly order: readonly string[] = $derived(this.rows.flatMap((row) => (row.kind === 'run' ? [row.run.id] : [])))

  /** `live` are the same runs as `runs`, with what they have told since: values change there many times while the columns stay. */
  constructor(layout: Layout, runs: () => readonly RunRecord[], live: () => readonly RunRecord[], delayThreshold: () => number) {
    this.#layout = layout
    this.#runs = runs
    this.#live = live
    this.#delayThreshold = delayThreshold
  }

  async load(): Promise<void> {
    await Promise.all(Object.values(keys).map((key) => this.#layout.load(key)))
    if (this.filter === '') this.filter = this.#layout.get(keys.filter, isString, '')
  }

  setFilter(text: string): void {
    this.filter = text
    this.#layout.set(keys.filter, text)
  }

  /** A second click on a head turns the order round. */
  sortBy(column: string): void {
    const descending = this.sort.column === column ? !this.sort.descending : column !== 'name'
    this.#layout.set(keys.sort, { column, descending })
  }

  groupBy(column: string): void {
    this.#closed = new Set()
    this.#layout.set(keys.group, column)
  }

  isShown(id: string): boolean {
    if (this.#choice.shown.includes(id)) return true
    if (this.#choice.hidden.includes(id)) return false
    return id.startsWith('config:') ? this.#telling.has(id.slice('config:'.length)) : initialColumns.includes(id)
  }

  toggleColumn(id: string): void {
    const without = (list: readonly string[]) => list.filter((other) => other !== id)
    const { shown, hidden } = this.#choice
    this.#layout.set(keys.columns, this.isShown(id)
      ? { shown: without(shown), hidden: [...without(hidden), id] }
      : { shown: [...without(shown), id], hidden: without(hidden) })
  }

  resetColumns(): void {
    this.#layout.set(keys.columns, noChoice)
  }

  isClosed(key: string): boolean {
    return this.#closed.has(key)
  }

  toggleGroup(key: string): void {
    const closed = new Set(this.#closed)
    if (!closed.delete(key)) closed.add(key)
    this.#closed = closed
  }

  /** Mean ± deviation needs more room than one value. */
  #roomy(column: Column): Column {
    return this.group !== '' && averaged.has(column.id) ? { ...column, width: Math.max(column.width, 132) } : column
  }

  #allColumns(): Column[] {
    const hyper = this.#paths.filter((path) => path !== 'seed').sort((a, b) => rankOf(a) - rankOf(b)).map((path) => configColumn(path, this.#runs(), leavesOf))
    const fixed = fixedColumns(this.#delayThreshold())
    const after = fixed.findIndex((column) => column.id === 'test-loss')
    return [...fixed.slice(0, after), ...hyper, ...fixed.slice(after)]
  }

  #column(id: string): Column | undefined {
    return id === 'name' ? nameColumn : this.columns.find((column) => column.id === id)
  }

  #sort(runs: readonly RunRecord[]): readonly RunRecord[] {
    const column = this.#column(this.sort.column)
    if (column === undefined) return runs
    const sign = this.sort.descending ? -1 : 1
    const keyed = runs.map((run) => ({ run, value: column.value(run, leavesOf(run)) }))
    keyed.sort((a, b) => compareValues(a.value, b.value, sign) || b.run.createdAt - a.run.createdAt)
    return keyed.map(({ run }) => run)
  }

  #makeRows(): TableRow[] {
    const column = this.#column(this.group)
    if (column === undefined) return this.#sorted.map((run) => ({ kind: 'run', key: run.id, run, grouped: false }))
    const groups = new Map<string, RunRecord[]>()
    const byValue = this.#sorted.map((run) => ({ run, value: column.value(run, leavesOf(run)) })).sort((a, b) => compareValues(a.value, b.value, 1))
    for (const { run } of byValue) {
      const text = column.text(run, leavesOf(run))
      const members = groups.get(text)
      if (members === undefined) groups.set(text, [run])
      else members.push(run)
    }
    return [...groups].flatMap(([text, runs]): TableRow[] => {
      const key = `group:${text}`
      const open = !this.#closed.has(key)
      const head: TableRow = { kind: 'group', key, label: `${column.title} = ${text === '' ? '–' : text}`, runs, open }
      return open ? [head, ...runs.map((run): TableRow => ({ kind: 'run', key: run.id, run, grouped: true }))] : [head]
    })
  }
}
