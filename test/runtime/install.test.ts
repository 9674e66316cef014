import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync, openSync, writeSync, closeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultRuntimeFolder } from '../../src-main/runtime/folder.ts'
import { installTensorFlow } from '../../src-main/runtime/install.ts'
import { installationAt } from '../../src-main/runtime/layout.ts'
import { inspectInstallation } from '../../src-main/runtime/manifest.ts'
import { runtimeStatus } from '../../src-main/runtime/status.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'grokscope-runtime-')) })
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

/** A copy of the installation that these tests run on. */
function copyInstallation(): ReturnType<typeof installationAt> {
  const target = installationAt(folder, 'cpu')
  cpSync(installationAt(defaultRuntimeFolder(), 'cpu').folder, target.folder, { recursive: true, preserveTimestamps: true })
  return target
}

const library = (installation: { libraryFolder: string }): string => path.join(installation.libraryFolder, 'libtensorflow_framework.so.2')

function changeOneByte(file: string): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.from([0x5a]), 0, 1, 1_000_000)
  closeSync(handle)
}

describe('an installation', () => {
  it('is used where it is sound', async () => {
    copyInstallation()
    expect(await runtimeStatus(folder)).toMatchObject({ usable: 'tensorflow', reason: null })
  })

  it.each([
    ['whose library is cut short', (it: ReturnType<typeof installationAt>) => { truncateSync(library(it), 1000) }, /libtensorflow_framework.so.2 has 1000 bytes/],
    ['whose library is gone', (it: ReturnType<typeof installationAt>) => { rmSync(library(it)) }, /libtensorflow_framework.so.2 is missing/],
    ['whose binding is gone', (it: ReturnType<typeof installationAt>) => { rmSync(it.bindingFile) }, /tfjs_binding.node is missing/],
    ['with one changed byte', (it: ReturnType<typeof installationAt>) => { changeOneByte(library(it)) }, /has changed since it was installed/],
    ['whose manifest is damaged', (it: ReturnType<typeof installationAt>) => { writeFileSync(it.manifestFile, '{"files": [') }, /manifest.json/]
  ])('%s is noticed and never used', async (_name, damage, reason) => {
    damage(copyInstallation())
    const status = await runtimeStatus(folder)
    expect(status.usable).toBe('portable')
    expect(status.reason).toMatch(reason)
  })

  it('that was only touched is hashed and found sound', async () => {
    const installation = copyInstallation()
    utimesSync(library(installation), new Date(), new Date())
    expect(await inspectInstallation(installation, false)).toBeNull()
  })

  it('with a changed byte under an old time is found by the thorough check', async () => {
    const installation = copyInstallation()
    const { mtime } = statSync(library(installation))
    changeOneByte(library(installation))
    utimesSync(library(installation), mtime, mtime)
    expect(await inspectInstallation(installation, true)).toMatch(/has changed/)
  })
})

describe('installing', () => {
  it('replaces a damaged installation by one that passes its self-test, and sweeps up', async () => {
    const installation = copyInstallation()
    truncateSync(library(installation), 1000)
    mkdirSync(path.join(folder, 'installing-left-behind'))
    const stages = new Set<string>()
    await installTensorFlow(folder, { variant: 'cpu', onProgress: ({ stage }) => stages.add(stage) })
    expect([...stages]).toEqual(['download', 'unpack', 'compile', 'test'])
    expect(await runtimeStatus(folder)).toMatchObject({ usable: 'tensorflow' })
    expect(readdirSync(folder)).toEqual([path.basename(installation.folder)])
  }, 300_000)

  it('fetches a compiler by pip where the machine has none', async () => {
    const messages = new Set<string>()
    const installation = await installTensorFlow(folder, { variant: 'cpu', compilers: [], onProgress: ({ message }) => messages.add(message) })
    expect(messages).toContain('compiling the binding with Zig')
    expect(await inspectInstallation(installation, true)).toBeNull()
  }, 300_000)

  it('that is cancelled leaves what was there', async () => {
    const abort = new AbortController()
    const running = installTensorFlow(folder, { variant: 'cpu', signal: abort.signal, onProgress: ({ stage }) => { if (stage === 'unpack') abort.abort() } })
    await expect(running).rejects.toMatchObject({ code: 'runtime/install-failed', message: expect.stringContaining('cancelled') as string })
    expect(readdirSync(folder)).toEqual([])
  }, 300_000)

  it('that is killed is not used', async () => {
    const script = `import { installTensorFlow } from ${JSON.stringify(path.resolve('src-main/runtime/install.ts'))}
      await installTensorFlow(${JSON.stringify(folder)}, { variant: 'cpu', onProgress: ({ stage, fraction }) => { if (stage === 'unpack' && fraction > 0.5) process.kill(process.pid, 'SIGKILL') } })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
    await new Promise((resolve) => child.once('exit', resolve))
    expect(readdirSync(folder).some((name) => name.startsWith('installing-'))).toBe(true)
    expect(existsSync(installationAt(folder, 'cpu').folder)).toBe(false)
    expect(await runtimeStatus(folder)).toMatchObject({ usable: 'portable', reason: expect.stringContaining('not installed') as string })
  }, 300_000)

  it('says where it may not write', async () => {
    const file = path.join(folder, 'a-file')
    writeFileSync(file, '')
    await expect(installTensorFlow(path.join(file, 'runtime'))).rejects.toMatchObject({ code: 'file/unwritable' })
  })
})
