import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { runNode } from './run/command.ts'
import { addCounts, countTests, summaryLine, type Counts, type VitestReport } from './run/report.ts'
import { checks, preparations, type Stage } from './run/stages.ts'

/**
 * `npm test`: checks, builds, TensorFlow, a browser, then all tests. Each stage counts as a test. The last line is
 * `N passed, N failed, N skipped`. `--checks` stops after lint and types; other parameters go to vitest, which then runs alone.
 */
async function main(parameters: readonly string[]): Promise<number> {
  const onlyChecks = parameters.includes('--checks')
  const filters = parameters.filter((parameter) => parameter !== '--checks')
  const counted: Counts[] = []
  if (filters.length === 0) counted.push(await runStages(checks, os.availableParallelism()))
  if (!onlyChecks) counted.push(await runStages(preparations, 1), await runTests(filters))
  const counts = addCounts(...counted)
  console.log(summaryLine(counts))
  return counts.failed === 0 ? 0 : 1
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`
}

/** Runs stages in their order, so many at a time. */
async function runStages(stages: readonly Stage[], atATime: number): Promise<Counts> {
  const waiting = stages.values()
  const lanes = Array.from({ length: atATime }, async () => {
    const counts: Counts[] = []
    for (const stage of waiting) counts.push(await runStage(stage))
    return addCounts(...counts)
  })
  return addCounts(...await Promise.all(lanes))
}

async function runStage({ name, run }: Stage): Promise<Counts> {
  const start = performance.now()
  try {
    const remark = await run()
    console.log(`✓ ${name}, ${secondsSince(start)}${remark === '' ? '' : ` (${remark})`}`)
    return { passed: 1, failed: 0, skipped: 0 }
  } catch (error) {
    console.log(`✗ ${name}, ${secondsSince(start)}\n${error instanceof Error ? error.message : String(error)}\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

async function runTests(filters: readonly string[]): Promise<Counts> {
  const start = performance.now()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'grokscope-tests-'))
  const file = path.join(folder, 'report.json')
  try {
    // Tests start some hundred processes of the same code: without this each strips its types and compiles it anew.
    const environment = { NODE_COMPILE_CACHE: path.join(folder, 'compiled') }
    const parameters = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters]
    const { code } = await runNode('node_modules/vitest/vitest.mjs', parameters, { show: true, environment })
    const counts = countTests(readReport(file), code)
    console.log(`${counts.failed === 0 ? '✓' : '✗'} tests, ${secondsSince(start)}`)
    return counts
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  } catch (error) {
    console.log(`vitest left no report: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

process.exitCode = await main(process.argv.slice(2))
