import type { Connection } from './database.ts'
import { recordOf, type RunRow } from './run-record.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { SeriesTables } from './series-writer.ts'
import type { Snapshots } from './snapshots.ts'
import type { Values } from './values.ts'

interface Tables { series: SeriesTables; snapshots: Snapshots; checkpoints: Checkpoints; values: Values }

/** Everything that can be checked without a second copy: SQLite's structure, references, hashes, and that summaries agree with points. */
export function checkStore(database: Connection, { series, snapshots, checkpoints, values }: Tables): string[] {
  const structure = structureFindings(database)
  if (structure.length > 0) return structure
  const rows = database.prepare<[], RunRow>('SELECT * FROM run').all()
  const idOf = new Map(rows.map(({ number, id }) => [number, id]))
  const ofRun = ({ run, finding }: { run: number; finding: string }): string => `Run ${idOf.get(run) ?? run}: ${finding}.`
  return [
    ...rows.flatMap((row) => {
      const { error } = recordOf(row, [])
      return error?.code === 'store/damaged' ? [`Run ${row.id}: ${error.message}`] : []
    }),
    ...pointFindings(database, series).map(ofRun),
    ...[...snapshots.check(), ...checkpoints.check()].map(ofRun),
    ...values.check()
  ]
}

function structureFindings(database: Connection): string[] {
  const integrity = database.prepare<[], string>('PRAGMA integrity_check').pluck().all().filter((line) => line !== 'ok')
  const references = database.prepare<[], { table: string; rowid: number | null }>('PRAGMA foreign_key_check').all()
  return [...integrity, ...references.map(({ table, rowid }) => `Row ${rowid ?? '?'} of table ${table} refers to a row that is not there.`)]
}

function pointFindings(database: Connection, { chunks, tails }: SeriesTables): { run: number; finding: string }[] {
  const all = database.prepare<[], { number: number; run: number; name: string; count: number }>('SELECT number, run, name, count FROM series').all()
  const byNumber = new Map(all.map((series) => [series.number, { ...series, found: 0 }]))
  const findings: { run: number; finding: string }[] = []
  for (const { series, summary, finding } of chunks.check()) {
    const owner = byNumber.get(series)
    if (owner === undefined) continue
    if (finding !== null) findings.push({ run: owner.run, finding: `series ${owner.name}: ${finding}` })
    if (summary.position !== owner.found) findings.push({ run: owner.run, finding: `series ${owner.name}: points are missing before step ${summary.firstStep}` })
    owner.found = summary.position + summary.count
  }
  for (const { run, entries, finding } of tails.check()) {
    if (finding !== null) findings.push({ run, finding })
    for (const { series, steps } of entries) {
      const owner = byNumber.get(series)
      if (owner !== undefined) owner.found += steps.length
    }
  }
  for (const { run, name, count, found } of byNumber.values()) {
    if (count !== found) findings.push({ run, finding: `series ${name} says it has ${count} points, but ${found} are there` })
  }
  return findings
}
