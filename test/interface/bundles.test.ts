import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startInterface, type InterfaceShell } from './shell.ts'

let from: InterfaceShell
let to: InterfaceShell
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'grokscope-bundle-'))
  from = await startInterface(2)
  to = await startInterface(0)
})
afterAll(async () => {
  await from.close()
  await to.close()
  await rm(folder, { recursive: true, force: true })
})

it('carries runs from one store to another, by the menu there and the first page here', async () => {
  const source = await from.open(`runs/${from.runIds[0] ?? ''}`)
  await source.page.getByRole('button', { name: 'More' }).click()
  const [download] = await Promise.all([source.page.waitForEvent('download'), source.page.getByRole('menuitem', { name: 'Export a bundle (.grokrun)' }).click()])
  const file = path.join(folder, 'mainline.grokrun')
  await copyFile(await download.path(), file)

  const target = await to.open('runs')
  const [chooser] = await Promise.all([target.page.waitForEvent('filechooser'), target.page.getByRole('button', { name: 'Import runs' }).click()])
  await chooser.setFiles(file)
  await target.page.getByRole('link', { name: 'mainline' }).waitFor()
  await target.page.getByText('1 run imported.').first().waitFor()
  expect([...source.complaints, ...target.complaints]).toEqual([])
})

it('says what is wrong with a file that is no bundle, and changes nothing', async () => {
  const file = path.join(folder, 'broken.grokrun')
  await writeFile(file, 'this is no bundle')
  const target = await to.open('runs')
  await target.page.getByRole('grid').waitFor()
  // Told early: the browser needs a moment before it hands choosers over.
  const chosen = target.page.waitForEvent('filechooser')
  await target.page.keyboard.press('Control+k')
  await target.page.keyboard.type('import a bundle')
  await target.page.getByRole('option', { name: 'Import a bundle of runs', selected: true }).waitFor()
  await target.page.keyboard.press('Enter')
  await (await chosen).setFiles(file)
  await target.page.getByRole('status').getByText(/bundle/).first().waitFor()
  expect(await target.page.locator('[role=row][aria-selected]').count()).toBe(1)
})

it('brings the sample runs from the first page: three, finished, with curves to look at', async () => {
  const fresh = await startInterface(0)
  const { page, complaints } = await fresh.open('runs')
  await page.getByRole('button', { name: 'Look at sample runs' }).click()
  await page.getByText('3 runs imported.').first().waitFor()
  await expect.poll(() => page.locator('[role=row][aria-selected]').count()).toBe(3)
  const names = await page.getByRole('grid').getByRole('link', { name: /^Sample: / }).allTextContents()
  expect(names).toHaveLength(3)
  await page.getByRole('grid').getByRole('link', { name: 'transformer that groks' }).click()
  await page.getByText('Milestones').first().waitFor()
  await page.locator('main canvas').first().waitFor()
  expect(complaints).toEqual([])
  await fresh.close()
})
