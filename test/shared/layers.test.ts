import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

interface Rule { name: string; comment: string }

/** A breach: a file, what it imports, and the rule that must catch it. */
type Planted = [rule: string, file: string, statement: string]

const breaches: readonly Planted[] = [
  ['shared-stays-pure', 'shared/plots.ts', "import { init } from 'echarts'"],
  ['shared-stays-pure', 'shared/files.ts', "import { readFileSync } from 'node:fs'"],
  ['shared-stays-pure', 'shared/upward.ts', "import { thing } from '../src-main/store/open.ts'"],
  ['lab-is-plain-science', 'src-main/lab/files.ts', "import { readFileSync } from 'node:fs'"],
  ['lab-is-plain-science', 'src-main/lab/backend.ts', "import { thing } from '../runtime/index.ts'"],
  ['tensorflow-has-two-homes', 'src-main/workbench/maths.ts', "import { tensor } from '@tensorflow/tfjs-core'"],
  ['runtime-stands-alone', 'src-main/runtime/upward.ts', "import { thing } from '../workbench/workbench.ts'"],
  ['trainer-reports', 'src-main/trainer/upward.ts', "import { thing } from '../store/open.ts'"],
  ['store-is-a-leaf', 'src-main/store/upward.ts', "import { thing } from '../workbench/workbench.ts'"],
  ['sqlite-only-in-store', 'src-main/workbench/query.ts', "import Database from 'better-sqlite3'"],
  ['workbench-knows-no-shell', 'src-main/workbench/shell.ts', "import { thing } from '../server/server.ts'"],
  ['workbench-knows-no-shell', 'src-main/workbench/loading.ts', "import { thing } from '../runtime/load.ts'"],
  ['trainer-runs-apart', 'src-main/workbench/inline.ts', "import { thing } from '../trainer/training.ts'"],
  ['lab-runs-in-trainers', 'src-main/cli/quick.ts', "import { thing } from '../lab/program.ts'"],
  ['electron-only-in-electron', 'src-main/workbench/window.ts', "import { app } from 'electron'"],
  ['electron-does-no-work', 'src-main/electron/window.ts', "import { thing } from '../store/open.ts'"],
  ['electron-starts-workbench-only', 'src-main/electron/workbench-process.ts', "import { thing } from '../server/server.ts'"],
  ['preload-is-thin', 'src-main/electron/preload.ts', "import { readFileSync } from 'node:fs'"],
  ['policies-are-pure', 'src-main/electron/access-policy.ts', "import { app } from 'electron'"],
  ['server-serves-the-workbench', 'src-main/server/direct.ts', "import { thing } from '../store/open.ts'"],
  ['command-line-uses-front-doors', 'src-main/cli/direct.ts', "import { thing } from '../store/chunks.ts'"],
  ['renderer-sees-only-the-contract', 'src-renderer/views/direct.ts', "import { thing } from '../../src-main/workbench/workbench.ts'"],
  ['renderer-has-no-node', 'src-renderer/views/files.ts', "import { readFileSync } from 'node:fs'"],
  ['host-has-one-door', 'src-renderer/views/bridge.ts', "import { thing } from '../host/electron-host.ts'"],
  ['echarts-has-two-homes', 'src-renderer/views/chart.ts', "import { LineChart } from 'echarts/charts'"],
  ['no-test-code-in-application', 'shared/fixture.ts', "import { thing } from '../test/fixture.ts'"],
  ['no-circular', 'shared/circle-a.ts', "import { thing } from './circle-b.ts'"],
  ['no-circular', 'shared/circle-of-types-a.ts', "import type { thing } from './circle-of-types-b.ts'"],
  ['no-unresolvable', 'shared/nowhere.ts', "import { thing } from './does-not-exist.ts'"]
]

/** Imports that the layers allow. */
const allowed: readonly [file: string, statement: string][] = [
  ['shared/types.ts', "import type { EChartsOption } from 'echarts'"],
  ['shared/schema.ts', "import * as v from 'valibot'"],
  ['src-main/lab/tensors.ts', "import { tensor } from '@tensorflow/tfjs-core'"],
  ['src-main/trainer/loop.ts', "import { thing } from '../lab/program.ts'"],
  ['src-main/workbench/front.ts', "import { thing } from '../runtime/index.ts'"],
  ['src-main/workbench/figure-svg.ts', "import { init } from 'echarts/core'"],
  ['src-main/workbench/protocol.ts', "import type { thing } from '../trainer/protocol.ts'"],
  ['src-main/electron/open-workbench.ts', "import { thing } from '../store/open.ts'"],
  ['src-main/cli/open.ts', "import { thing } from '../store/open.ts'"],
  ['src-renderer/views/host.ts', "import { thing } from '../host/host.ts'"],
  ['src-renderer/charts/echarts.ts', "import { LineChart } from 'echarts/charts'"]
]

/** Files that are imported above. */
const targets = [
  'src-main/store/open.ts', 'src-main/store/chunks.ts', 'src-main/workbench/workbench.ts', 'src-main/server/server.ts', 'src-main/runtime/index.ts',
  'src-main/runtime/load.ts', 'src-main/trainer/training.ts', 'src-main/trainer/protocol.ts', 'src-main/lab/program.ts', 'src-renderer/host/host.ts',
  'src-renderer/host/electron-host.ts', 'test/fixture.ts'
]

let folder = ''
let caught: { rule: string; file: string }[] = []
let rules: Rule[] = []

function plant(file: string, text: string): void {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

/** Statements of all files with that name, and something to export. */
const withExport = (statements: readonly string[]): string => `${statements.join('\n')}\nexport const thing = 1\n`

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'grokscope-layers-'))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  for (const file of targets) plant(file, withExport([]))
  for (const [, file, statement] of breaches) plant(file, withExport([statement]))
  for (const [file, statement] of allowed) plant(file, withExport([statement]))
  plant('shared/circle-b.ts', withExport(["import { thing as other } from './circle-a.ts'"]))
  plant('shared/circle-of-types-b.ts', withExport(["import type { thing as other } from './circle-of-types-a.ts'"]))
  const config = path.join(root, '.dependency-cruiser.mjs')
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const { stdout, stderr } = spawnSync(process.execPath, [program, '--config', config, '--output-type', 'json', 'shared', 'src-main', 'src-renderer', 'test'], {
    cwd: folder, encoding: 'utf8', maxBuffer: 1e8
  })
  expect(stderr).toBe('')
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } }
  caught = summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }))
  rules = ((await import(config)) as { default: { forbidden: Rule[] } }).default.forbidden
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the rules of the layers', () => {
  it.each(breaches)('%s: caught in %s (%s)', (rule, file) => {
    expect(caught).toContainEqual({ rule, file })
  })

  it.each(allowed)('allow %s: %s', (file) => {
    expect(caught.filter((one) => one.file === file)).toEqual([])
  })

  it('are each proven by a breach, and each say why they exist', () => {
    expect(rules.map(({ name }) => name).sort()).toEqual([...new Set(breaches.map(([rule]) => rule))].sort())
    for (const { comment } of rules) expect(comment.length).toBeGreaterThan(15)
  })
})
