import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands, type CommandId } from '../../shared/commands.ts'
import type { RunRecord } from '../../shared/run.ts'
import type { Shell } from '../electron-stand-in/shell.ts'
import { call } from './calls.ts'
import { homeWithRun } from './home-with-run.ts'
import { onEveryShell } from './running.ts'

/** Chooses an item of the application's menu, as the user does. */
async function choose({ evaluate }: Shell, id: CommandId): Promise<void> {
  await evaluate(({ Menu }, label) => {
    const find = (items: readonly { label?: string; submenu?: unknown; click?: unknown }[]): { click?: unknown } | null => {
      for (const item of items) {
        if (item.label === label) return item
        const submenu: unknown = Reflect.get(Object(item.submenu), 'items')
        const found = Array.isArray(submenu) ? find(submenu) : null
        if (found !== null) return found
      }
      return null
    }
    const click = find(Menu.getApplicationMenu()?.items ?? [])?.click
    if (typeof click !== 'function') throw new Error(`There is no item ${label}.`)
    click()
  }, commands[id].label)
}

onEveryShell('the menu', ({ launch, newHome, shared }) => {
  test('goes to places of the page without loading it anew', async () => {
    const shell = await shared()
    await shell.page.evaluate(() => Reflect.set(window, 'isStillThere', true))
    await choose(shell, 'go.settings')
    await expect.poll(() => shell.page.evaluate(() => [location.hash, Reflect.get(window, 'isStillThere')])).toEqual(['#/settings', true])
  })

  test('exports the run whose page is open, moves it to the bin and takes that back', async () => {
    const home = newHome()
    const runId = homeWithRun(home)
    const shell = await launch({ home })
    await shell.page.evaluate((id) => { location.hash = `#/runs/${id}` }, runId)
    await shell.page.getByRole('heading', { name: 'A run' }).waitFor()
    const file = join(home, 'from-menu.grokrun')
    await shell.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await choose(shell, 'run.export')
    await shell.page.getByText('is saved.').first().waitFor()

    const isInBin = async () => {
      const reply = await call(shell.page, 'runs.get', { runId })
      return reply.ok && (reply.value as RunRecord).deletedAt !== null
    }
    await choose(shell, 'run.delete')
    await expect.poll(isInBin).toBe(true)
    await shell.page.getByText('moved to the bin').first().waitFor()
    await choose(shell, 'edit.undo')
    await expect.poll(isInBin).toBe(false)

    const other = await launch()
    await other.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
    }, file)
    await choose(other, 'run.import')
    await expect.poll(async () => (await call(other.page, 'runs.get', { runId })).ok).toBe(true)
  })

  test('says so where a command has nothing to act on', async () => {
    const shell = await shared()
    await choose(shell, 'go.runs')
    await choose(shell, 'run.pause')
    await shell.page.getByText('Pause: there is nothing here that this can be done with.').first().waitFor()
  })
})
