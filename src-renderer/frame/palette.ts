import type { RunRecord } from '../../shared/run.ts'
import type { PageCommand } from './commands.svelte.ts'
import { fuzzyScore } from './fuzzy.ts'

export type PaletteEntry =
  | { kind: 'command'; key: string; command: PageCommand }
  | { kind: 'run'; key: string; run: RunRecord }

const shown = 60

/** What the palette offers for a query, best first; for an empty one all commands, then the newest runs. */
export function findEntries(query: string, commands: readonly PageCommand[], runs: readonly RunRecord[]): PaletteEntry[] {
  const all: PaletteEntry[] = [
    ...commands.map((command) => ({ kind: 'command' as const, key: command.id, command })),
    ...runs.map((run) => ({ kind: 'run' as const, key: run.id, run }))
  ]
  if (query.trim() === '') return all.slice(0, commands.length + 12)
  return all
    .map((entry) => ({ entry, score: fuzzyScore(query, entry.kind === 'command' ? `${entry.command.label} ${entry.command.group}` : `${entry.run.name} ${entry.run.id}`) }))
    .filter((found): found is { entry: PaletteEntry; score: number } => found.score !== null)
    .sort((a, b) => b.score - a.score)
    .slice(0, shown)
    .map(({ entry }) => entry)
}
