import type { Application } from '../../state/application.svelte.ts'
import { compareAddress } from '../../state/address.ts'
import type { RunTable, TableRow } from './run-table.svelte.ts'

interface Grid {
  app: Application
  table: RunTable
  bin: boolean
  /** Rows that Page Up and Page Down move by. */
  pageRows: number
}

type Action = (grid: Grid, event: KeyboardEvent) => void

const actions: Record<string, Action> = {
  'ArrowDown': (grid, event) => move(grid, 1, event.shiftKey),
  'ArrowUp': (grid, event) => move(grid, -1, event.shiftKey),
  'PageDown': (grid, event) => move(grid, grid.pageRows, event.shiftKey),
  'PageUp': (grid, event) => move(grid, -grid.pageRows, event.shiftKey),
  'Home': (grid, event) => move(grid, -Infinity, event.shiftKey),
  'End': (grid, event) => move(grid, Infinity, event.shiftKey),
  'ArrowLeft': (grid) => fold(grid, true),
  'ArrowRight': (grid) => fold(grid, false),
  ' ': ({ app, table }) => {
    const row = table.rows.find(({ key }) => key === app.selection.focus)
    if (row?.kind === 'run') app.selection.toggle(row.run.id)
  },
  'Enter': ({ app, table }) => {
    const row = focused({ app, table })
    if (row?.kind === 'run') app.route.go(`runs/${row.run.id}`)
    else if (row !== undefined) table.toggleGroup(row.key)
  },
  'Escape': ({ app }) => app.selection.clear(),
  'c': ({ app }) => { if (app.selection.size > 0) app.route.go(compareAddress(app.selection.runIds)) },
  'i': ({ app }) => { if (app.selection.runIds[0] !== undefined) app.route.go(`inspect/${app.selection.runIds[0]}`) },
  's': ({ app }) => { void app.actions.toggleStar(app.selection.runIds) },
  'd': ({ app }) => { if (app.selection.runIds[0] !== undefined) app.route.go(`new?from=${app.selection.runIds[0]}`) },
  'Delete': (grid) => { if (!grid.bin) void deleteChosen(grid) },
  '/': () => document.getElementById('run-filter')?.focus()
}

/** Does what a key means in the run table; false where it means nothing there. */
export function gridKey(event: KeyboardEvent, grid: Grid): boolean {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
    grid.app.selection.set(grid.table.order)
    return true
  }
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key]
  action?.(grid, event)
  return action !== undefined
}

function focused({ app, table }: Pick<Grid, 'app' | 'table'>): TableRow | undefined {
  return table.rows.find(({ key }) => key === app.selection.focus)
}

function move({ app: { selection }, table }: Grid, places: number, extend: boolean): void {
  const { rows } = table
  const at = rows.findIndex(({ key }) => key === selection.focus)
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + places))]
  if (next === undefined) return
  if (next.kind === 'group') {
    if (!extend) selection.set(next.runs.map(({ id }) => id))
    selection.focus = next.key
  } else if (extend) selection.extend(next.run.id, table.order)
  else selection.only(next.run.id)
}

/** Moves the selected runs to the bin; the keyboard then stands on the row that takes their place. */
async function deleteChosen({ app: { actions, selection }, table: { rows } }: Grid): Promise<void> {
  const stays = (row: TableRow) => row.kind === 'run' && !selection.has(row.run.id)
  const at = rows.findIndex(({ key }) => key === selection.focus)
  const next = rows.slice(Math.max(0, at)).find(stays) ?? rows.findLast(stays)
  if (await actions.delete(selection.runIds)) selection.focus = next?.key ?? null
}

function fold(grid: Grid, closed: boolean): void {
  const row = focused(grid)
  if (row?.kind === 'group' && grid.table.isClosed(row.key) !== closed) grid.table.toggleGroup(row.key)
}
