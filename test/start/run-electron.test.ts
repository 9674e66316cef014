import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findElectron } from '../../src-main/start/electron-binary.ts'
import { runElectron } from '../../src-main/start/run-electron.ts'

const folder = mkdtempSync(join(tmpdir(), 'grokscope-electron-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A program in the place of Electron. */
function program(name: string, lines: string): string {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${lines}\n`)
  chmodSync(file, 0o755)
  return file
}

describe.skipIf(process.platform === 'win32')('Electron', () => {
  test('is found where ELECTRON_OVERRIDE_DIST_PATH says, and nothing is downloaded where it is not', () => {
    const file = program('electron', 'exit 0')
    expect(process.platform === 'linux' ? findElectron(folder) : file).toBe(file)
    expect(findElectron(join(folder, 'elsewhere'))).toBeNull()
  })

  test('that cannot start here is told from one that ended', async () => {
    const unable = program('unable', 'echo "error while loading shared libraries: libgtk-3.so.0" >&2; exit 127')
    expect(await runElectron(unable, [])).toEqual({ kind: 'unable', reason: 'status 127: error while loading shared libraries: libgtk-3.so.0' })
    expect(await runElectron(join(folder, 'missing'), [])).toMatchObject({ kind: 'unable' })
    expect(await runElectron(program('fine', 'exit 0'), [])).toEqual({ kind: 'ended', status: 0 })
  })

  test('is handed Ctrl-C and waited for', async () => {
    const obedient = program('obedient', 'trap "exit 3" INT; echo there >&2; while true; do sleep 0.05; done')
    const module = new URL('../../src-main/start/run-electron.ts', import.meta.url).href
    const script = `const { runElectron } = await import(${JSON.stringify(module)}); console.log(JSON.stringify(await runElectron(${JSON.stringify(obedient)}, [])))`
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'pipe'] })
    let answer = ''
    starter.stdout.on('data', (chunk: Buffer) => { answer += chunk.toString() })
    starter.stderr.once('data', () => starter.kill('SIGINT'))
    await new Promise((resolve) => starter.once('close', resolve))
    expect(JSON.parse(answer)).toEqual({ kind: 'ended', status: 3 })
  })
})
