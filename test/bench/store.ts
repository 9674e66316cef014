import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { FromTrainer } from '../../src-main/trainer/protocol.ts'
import { grokscopeStore, rowPerPoint, type Contender } from './store-contenders.ts'
import { readingGoals } from './store-reading.ts'

const steps = 10_000
const seriesCount = 8
const points = steps * seriesCount
const goalPointsPerSecond = 1e6
/** 62 steps are a quarter of a second of a run at 250 steps a second: a live run. Larger batches: a fast run, an import. */
const batchSteps = [62, 500, 2500]
const repetitions = 7

const names = Array.from({ length: seriesCount }, (_, index) => `test/measure-${index}`)

/** What a trainer process sends: each message as the bytes that cross the process border. */
function messages(stepsPerMessage: number): Buffer[] {
  const bytes: Buffer[] = []
  for (let from = 0; from < steps; from += stepsPerMessage) {
    const at = Float64Array.from({ length: Math.min(stepsPerMessage, steps - from) }, (_, index) => from + index)
    const valueAt = (step: number, index: number): number => Math.exp(-step / 1000) + index + 0.01 * Math.random()
    const series = names.map((name, index) => ({ name, steps: at.slice(), values: at.map((step) => valueAt(step, index)) }))
    const message: FromTrainer = { kind: 'points', step: from + at.length - 1, series }
    bytes.push(serialize(message))
  }
  return bytes
}

interface Measured { writeSeconds: number; readSeconds: number; bytes: number }

/** From the bytes of the messages to committed rows, then all points back. */
function measure(open: (folder: string) => Contender, sent: readonly Buffer[]): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'))
  const contender = open(folder)
  const start = performance.now()
  for (const bytes of sent) {
    const message = deserialize(bytes) as FromTrainer
    if (message.kind === 'points') contender.write(message.series)
  }
  const written = performance.now()
  const count = names.reduce((sum, name) => sum + contender.read(name), 0)
  const read = performance.now()
  if (count !== points) throw new Error(`${count} of ${points} points came back`)
  contender.close()
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  rmSync(folder, { recursive: true })
  return { writeSeconds: (written - start) / 1000, readSeconds: (read - written) / 1000, bytes }
}

function spread(values: readonly number[]): { low: number; middle: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b)
  return { low: sorted[0], middle: sorted[Math.floor(sorted.length / 2)], high: sorted[sorted.length - 1] }
}

function report(what: string, seconds: readonly number[]): number {
  const rates = spread(seconds.map((value) => points / value / 1e6))
  console.log(`  ${what.padEnd(34)} ${rates.middle.toFixed(2).padStart(8)}  (${rates.low.toFixed(2)} … ${rates.high.toFixed(2)})`)
  return rates.middle
}

function comparePerBatch(stepsPerMessage: number): number {
  const sent = messages(stepsPerMessage)
  const [ours, theirs]: [Measured[], Measured[]] = [[], []]
  measure(grokscopeStore, sent)
  measure(rowPerPoint, sent)
  for (let repetition = 0; repetition < repetitions; repetition++) {
    ours.push(measure(grokscopeStore, sent))
    theirs.push(measure(rowPerPoint, sent))
  }
  console.log(`\nBatches of ${stepsPerMessage} steps × ${seriesCount} series = ${stepsPerMessage * seriesCount} points, one transaction each: million points a second, median (min … max)`)
  const written = report('written by Grokscope', ours.map(({ writeSeconds }) => writeSeconds))
  const peer = report('written as one row per point', theirs.map(({ writeSeconds }) => writeSeconds))
  const read = report('read by Grokscope', ours.map(({ readSeconds }) => readSeconds))
  const peerRead = report('read from one row per point', theirs.map(({ readSeconds }) => readSeconds))
  console.log(`  ${(written / peer).toFixed(1)} times as fast in, ${(read / peerRead).toFixed(1)} times out;` +
    ` ${(ours[0].bytes / points).toFixed(1)} against ${(theirs[0].bytes / points).toFixed(1)} bytes a point on disk`)
  return written
}

console.log(`Store: ${points} points (1 run, ${seriesCount} series, ${steps} steps), from the bytes of the trainer's messages to committed rows.`)
console.log(`${cpus()[0].model}, ${cpus().length} processors, Node ${process.version}. Both: WAL, synchronous=NORMAL. ${repetitions} repetitions, interleaved, after one to warm up.`)
const rates = batchSteps.map(comparePerBatch)
console.log(`\nGoal: 1 million points a second in, as a live run sends them: ${rates[0] * 1e6 >= goalPointsPerSecond ? 'met' : 'MISSED'} (${rates[0].toFixed(2)} million).`)
const isReadingMet = readingGoals()
if (rates[0] * 1e6 < goalPointsPerSecond || !isReadingMet) process.exitCode = 1
