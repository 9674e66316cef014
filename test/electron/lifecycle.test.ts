import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import type { RunRecord } from '../../shared/run.ts'
import { stillRunning } from '../electron-stand-in/process-tree.ts'
import type { Shell } from '../electron-stand-in/shell.ts'
import { standInShell } from '../electron-stand-in/stand-in-shell.ts'
import { call } from './calls.ts'
import { onEveryShell } from './running.ts'

async function startTraining({ page }: Shell): Promise<RunRecord> {
  // The mainline run with a small modulus: quick steps, and far from its end.
  const config = presets.find(({ name }) => name === 'mainline')?.config ?? expect.fail('there is no preset mainline')
  const reply = await call(page, 'runs.create', { config: { ...config, task: { ...config.task, modulus: 23 } } })
  if (!reply.ok) throw new Error(reply.error.message)
  const { id } = reply.value as RunRecord
  const read = async () => {
    const answer = await call(page, 'runs.get', { runId: id })
    if (!answer.ok) throw new Error(answer.error.message)
    const run = answer.value as RunRecord
    if (run.error !== null) throw new Error(run.error.message)
    return run
  }
  await expect.poll(async () => (await read()).step, { timeout: 90_000, interval: 200 }).toBeGreaterThan(0)
  return read()
}

onEveryShell('the end', ({ launch }) => {
  test('by Ctrl-C leaves no process behind, and keeps the run that was training', { timeout: 180_000 }, async () => {
    const shell = await launch()
    const { id } = await startTraining(shell)
    const processes = await shell.processes()
    shell.interrupt()
    expect(await shell.exited).toBe(0)
    await expect.poll(() => stillRunning(processes)).toEqual([])

    const again = await launch({ home: shell.home })
    const reply = await call(again.page, 'runs.get', { runId: id })
    expect(reply).toMatchObject({ ok: true, value: { id } })
    const { state, step } = (reply as { value: RunRecord }).value
    expect(['interrupted', 'queued', 'training']).toContain(state)
    expect(step).toBeGreaterThan(0)
  })

  test('by closing the window leaves no process behind', async () => {
    const shell = await launch()
    const processes = await shell.processes()
    await shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null).catch(() => undefined)
    expect(await shell.exited).toBe(0)
    await expect.poll(() => stillRunning(processes)).toEqual([])
  })
})

onEveryShell('the workbench\'s process', ({ launch }) => {
  const killWorkbench = ({ evaluate }: Shell) => evaluate(({ app }) => {
    const pids = app.getAppMetrics().filter(({ name }) => name === 'Grokscope workbench').map(({ pid }) => pid)
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    return pids.length
  }, null)

  test('is started again after it was killed, once; then calls are refused instead of left waiting', async () => {
    const shell = await launch()
    expect(await call(shell.page, 'settings.set', { theme: 'dark' })).toMatchObject({ ok: true })
    expect(await killWorkbench(shell)).toBe(1)
    await expect.poll(() => call(shell.page, 'settings.get', {}), { timeout: 20_000 }).toMatchObject({ ok: true, value: { theme: 'dark' } })

    await shell.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => new Promise(() => undefined)
    }, null)
    expect(await killWorkbench(shell)).toBe(1)
    await expect.poll(() => call(shell.page, 'settings.get', {}), { timeout: 20_000 }).toMatchObject({ ok: false, error: { code: 'internal' } })
  })
})

// A real Electron would wait here for somebody to close the box.
test.each([
  ['is a file', (home: string) => writeFileSync(home, 'not a folder'), /Grokscope cannot start: .*cannot be written/],
  ['holds a damaged store', (home: string) => {
    mkdirSync(home)
    writeFileSync(join(home, 'grokscope.sqlite'), 'not a database'.repeat(1_000))
  }, /Grokscope cannot start: .*grokscope\.sqlite/]
])('a data folder that %s is told in an error box, and the application ends, on the stand-in', async (_what, prepare, told) => {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-home-'))
  const home = join(folder, 'home')
  prepare(home)
  const { code, output } = await standInShell.launchInVain({ home })
  rmSync(folder, { recursive: true })
  expect([code, output]).toEqual([1, expect.stringMatching(told) as unknown])
})
