import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, Platform } from 'electron-builder'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildShell } from '../../src-main/start/build.ts'
import { makeUpElectron } from './made-up-electron.ts'

// electron-builder's whole way for Linux, around a made-up Electron: installers and a start cannot be tested so.

const work = mkdtempSync(join(tmpdir(), 'grokscope-package-'))
const application = join(work, 'release', 'linux-unpacked')
const resources = join(application, 'resources')
const projectDir = new URL('../../', import.meta.url).pathname
let packed: string[] = []

beforeAll(async () => {
  await buildShell()
  const electronVersion = (JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as { devDependencies: { electron: string } }).devDependencies.electron
  makeUpElectron(join(work, 'electron'), electronVersion)
  await build({
    projectDir, publish: 'never', targets: Platform.LINUX.createTarget('dir', Arch.x64),
    config: {
      extends: join(projectDir, 'electron-builder.yml'), electronVersion,
      electronDist: join(work, 'electron'), directories: { output: join(work, 'release') }
    }
  })
  packed = listPackage(join(resources, 'app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'))
}, 240_000)

afterAll(() => rmSync(work, { recursive: true, force: true }))

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

describe('the archive', () => {
  test('holds the application, its page and its libraries', () => {
    expect(packed).toEqual(expect.arrayContaining([
      '/package.json', '/LICENSE', '/dist/electron/main.mjs', '/dist/electron/preload.cjs', '/dist/electron/workbench-process.mjs', '/dist/electron/trainer.mjs',
      '/dist/renderer/index.html', '/node_modules/@tensorflow/tfjs-core/package.json', '/node_modules/better-sqlite3/package.json'
    ]))
  })

  test('holds no source map, no TypeScript, no test, no other Node and nothing of the checkout', () => {
    const unwanted = packed.filter((name) => /\.map$|\.(ts|mts|cts|svelte)$|_test\.js$|tsconfig|\/(test|tests|__tests__)\//.test(name))
    expect(unwanted).toEqual([])
    expect(packed.filter((name) => /^\/(src-|shared|test|assets|release|\.)|node_modules\/(node-linux|node-win|node-bin|electron|vite|svelte|echarts)/.test(name))).toEqual([])
  })

  test('names no home folder of whoever packed it', () => {
    for (const name of ['main.mjs', 'preload.cjs', 'workbench-process.mjs', 'trainer.mjs']) {
      expect(readFileSync(join(projectDir, 'dist/electron', name), 'utf8')).not.toContain(projectDir)
    }
  })
})

describe('what lies outside the archive', () => {
  test('are the native modules of this system, and what a compiler reads', () => {
    const unpacked = filesBelow(join(resources, 'app.asar.unpacked'))
    expect(unpacked.filter((name) => name.endsWith('.node')).sort()).toEqual([
      'node_modules/@resvg/resvg-js-linux-x64-gnu/resvgjs.linux-x64-gnu.node', 'node_modules/better-sqlite3/prebuilds/linux-x64.node'
    ])
    expect(unpacked).toEqual(expect.arrayContaining(['dist/electron/inspection-worker.mjs', 'node_modules/@tensorflow/tfjs-node-gpu/binding/tfjs_backend.cc', 'node_modules/node-api-headers/include/node_api.h']))
  })

  test('are fonts, one language and licences', () => {
    expect(readdirSync(join(resources, 'fonts'))).toEqual(expect.arrayContaining(['LICENSE.md', 'SourceSans3-Regular.ttf']))
    expect(readdirSync(join(application, 'locales'))).toEqual(['en-US.pak'])
    expect(readdirSync(application)).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']))
  })

  test('is an archive of moderate size', () => {
    expect(statSync(join(resources, 'app.asar')).size).toBeLessThan(80_000_000)
  })
})

test('all nine fuses are set as the security list asks', async () => {
  const wire = await getCurrentFuseWire(join(application, 'grokscope'))
  const fuses = Object.entries(FuseV1Options).filter((entry): entry is [string, FuseV1Options] => typeof entry[1] === 'number')
  const states = Object.fromEntries(fuses.map(([name, index]) => [name, FuseState[wire[index] ?? FuseState.INHERIT]]))
  expect(states).toEqual({
    RunAsNode: 'DISABLE', EnableCookieEncryption: 'DISABLE', EnableNodeOptionsEnvironmentVariable: 'DISABLE', EnableNodeCliInspectArguments: 'DISABLE',
    EnableEmbeddedAsarIntegrityValidation: 'ENABLE', OnlyLoadAppFromAsar: 'ENABLE', LoadBrowserProcessSpecificV8Snapshot: 'DISABLE',
    GrantFileProtocolExtraPrivileges: 'DISABLE', WasmTrapHandlers: 'ENABLE'
  })
})

test('the libraries load from what was packed alone', async () => {
  const folder = join(work, 'extracted')
  extractAll(join(resources, 'app.asar'), folder)
  const script = `
    const [tf, wasm, { default: Database }, { Resvg }] = await Promise.all(['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', 'better-sqlite3', '@resvg/resvg-js'].map((name) => import(name)))
    const { sum } = new Database(':memory:').prepare('SELECT 1 + 1 AS sum').get()
    const { width } = new Resvg('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"/>').render()
    console.log(JSON.stringify([typeof tf.matMul, typeof wasm.setWasmPaths, sum, width]))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder })
  expect(JSON.parse(stdout)).toEqual(['function', 'function', 2, 3])
})
