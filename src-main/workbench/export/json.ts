import { open } from 'node:fs/promises'
import type { ExportedRun } from './csv.ts'

/** JSON has no NaN and no infinities: they are written as the strings that Python's and JavaScript's own parsers take. */
function plainValues(values: Float64Array): (number | string)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : String(value)))
}

/** Writes `{ format, version, runs: [{ run, series: { name: { steps, values } } }] }`, one run per line. */
export async function writeJson(file: string, runs: Iterable<ExportedRun>): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.write('{"format":"grokscope-runs","version":1,"runs":[')
    let separator = '\n'
    for (const { run, series } of runs) {
      const columns = series.map((one) => [one.name, { steps: plainValues(one.steps), values: plainValues(one.values) }] as const)
      await handle.write(`${separator}${JSON.stringify({ run, series: Object.fromEntries(columns) })}`)
      separator = ',\n'
    }
    await handle.write('\n]}\n')
  } finally {
    await handle.close()
  }
}
