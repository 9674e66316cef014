import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { buildPage } from '../../src-main/start/build.ts'
import { processTree, stillRunning } from '../electron-stand-in/process-tree.ts'

const entry = new URL('../../src-main/start/main.ts', import.meta.url).pathname
const children: ChildProcess[] = []
const homes: string[] = []

function start(...words: string[]): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [entry, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString() })
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) }
}

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'grokscope-start-'))
  homes.push(home)
  return home
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

test('npm start without a window says why in one sentence, gives an address that opens, and Ctrl-C leaves nothing', { timeout: 300_000 }, async () => {
  await buildPage()
  const { child, output, ended } = start('--home', newHome(), '--port', '0', '--browser')
  const address = () => /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output())?.[0]
  await expect.poll(address, { timeout: 240_000 }).toBeDefined()
  expect(output()).toContain('Grokscope opens in the browser because --browser asks for it.\n')
  const response = await fetch(address() ?? '', { redirect: 'manual' })
  expect([200, 302, 303]).toContain(response.status)

  const processes = await processTree(child.pid)
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(await stillRunning(processes)).toEqual([])
})

test('an option that does not exist is refused with what there is', async () => {
  const { output, ended } = start('--hom', 'x')
  expect(await ended).toBe(2)
  expect(output()).toContain('npm start -- [--home DIR] [--port N] [--browser]')
})
