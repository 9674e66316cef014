import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Shell } from '../electron-stand-in/shell.ts'
import { onEveryShell } from './running.ts'

const placeOf = (shell: Shell) => shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds(), null)

onEveryShell('the window', ({ launch, newHome, kind }) => {
  test('opens where it was left', async () => {
    const home = newHome()
    const first = await launch({ home })
    const place = { x: 60, y: 80, width: 1_100, height: 700 }
    await first.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place)
    await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null).catch(() => undefined)
    expect(await first.exited).toBe(0)
    expect(JSON.parse(readFileSync(join(home, 'electron', 'window.json'), 'utf8'))).toEqual({ ...place, isMaximized: false })

    expect(await placeOf(await launch({ home }))).toEqual(place)
  })

  test('opens in the middle where the file that says so is damaged', async () => {
    const first = await launch()
    first.interrupt()
    await first.exited
    writeFileSync(join(first.home, 'electron', 'window.json'), '{"x": 1')
    const { width, height } = await placeOf(await launch({ home: first.home })) ?? {}
    expect([width, height].every((size) => size !== undefined && size >= 600)).toBe(true)
  })

  test('is the only one: a second start shows it and ends', async () => {
    const { home, evaluate } = await launch()
    await evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.minimize()
      window?.blur()
    }, null)
    expect((await kind.launchInVain({ home })).code).toBe(0)
    await expect.poll(() => evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return [BrowserWindow.getAllWindows().length, window?.isMinimized(), window?.isVisible()]
    }, null)).toEqual([1, false, true])
  })

  test('that does not answer is waited for, or loaded anew where the user wants that', async () => {
    const { page, evaluate } = await launch()
    const answer = (response: number) => evaluate(({ BrowserWindow, dialog }, button) => {
      dialog.showMessageBox = () => Promise.resolve({ response: button, checkboxChecked: false })
      BrowserWindow.getAllWindows()[0]?.emit('unresponsive')
    }, response)
    await page.evaluate(() => Reflect.set(window, 'isStillThere', true))
    await answer(0)
    await page.waitForTimeout(200)
    expect(await page.evaluate(() => Reflect.get(window, 'isStillThere'))).toBe(true)
    await Promise.all([page.waitForEvent('load'), answer(1)])
    expect(await page.evaluate(() => Reflect.get(window, 'isStillThere'))).toBeUndefined()
  })

  test('loads its page anew after a crash, twice a minute; then asks', async () => {
    const { page, evaluate } = await launch()
    const crash = () => evaluate(({ BrowserWindow, dialog }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      dialog.showMessageBox = (...asked: unknown[]) => {
        Reflect.set(dialog, 'askedForTest', asked.at(-1))
        return new Promise(() => undefined)
      }
      contents?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
      return Reflect.get(dialog, 'askedForTest') === undefined ? null : String(Reflect.get(Object(Reflect.get(dialog, 'askedForTest')), 'message'))
    }, null)
    for (const _ of [1, 2]) {
      const loaded = page.waitForEvent('load')
      expect(await crash()).toBeNull()
      await loaded
    }
    await crash()
    await expect.poll(crash).toBe('The window of Grokscope ended again and again.')
  })
})
