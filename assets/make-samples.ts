import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Trains the sample runs and packs them: `node assets/make-samples.ts`, some minutes. Few checkpoints and snapshots keep the file small. */
const command = fileURLToPath(new URL('../src-main/cli/main.ts', import.meta.url))
const bundle = fileURLToPath(new URL('samples.grokrun', import.meta.url))
const home = mkdtempSync(path.join(tmpdir(), 'grokscope-samples-'))

const sparse = [
  'schedule.measure.kind=logarithmic', 'schedule.measure.perDecade=100', 'schedule.snapshot.kind=logarithmic', 'schedule.snapshot.perDecade=12',
  'schedule.checkpoint.kind=every', 'schedule.checkpoint.steps=1000000'
]
const samples: { name: string; preset: string; settings: string[] }[] = [
  { name: 'Sample: transformer that groks', preset: 'minute', settings: [] },
  { name: 'Sample: the same without weight decay', preset: 'minute', settings: ['optimizer.weightDecay=0', 'stop.maximumSteps=10000'] },
  { name: 'Sample: quadratic MLP', preset: 'quick', settings: ['task.modulus=59', 'model.hiddenWidth=128', 'stop.maximumSteps=400', 'stop.afterGeneralization=100'] }
]

function grokscope(...words: string[]): void {
  const { status } = spawnSync(process.execPath, [command, ...words, '--home', home], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`grokscope ${words.join(' ')} ended with status ${String(status)}`)
}

try {
  for (const { name, preset, settings } of samples) {
    grokscope('run', preset, '--name', name, '--tag', 'sample', ...[...settings, ...sparse].flatMap((setting) => ['--set', setting]))
  }
  grokscope('bundle', ...samples.map((sample) => sample.name), '--out', bundle)
} finally {
  rmSync(home, { recursive: true, force: true })
}
