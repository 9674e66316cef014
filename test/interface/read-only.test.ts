import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type RunningServer } from '../../src-main/server/server.ts'
import { localFolders, openLocalWorkbench } from '../../src-main/workbench/open-local.ts'
import type { Workbench } from '../../src-main/workbench/workbench.ts'
import { startInterface, type InterfaceShell } from './shell.ts'

let shell: InterfaceShell
let reader: Workbench
let server: RunningServer
let page: Page
/** A second server on a store that another one writes. */
beforeAll(async () => {
  shell = await startInterface(3)
  const { dataFolder } = await shell.workbench.handlers['app.info']({})
  reader = await openLocalWorkbench({ home: dataFolder, access: 'any', autostart: false })
  server = await startServer({ workbench: reader, rendererFolder: localFolders.renderer, port: 0 })
  page = await (await shell.browser.newContext()).newPage()
  await page.goto(server.url)
  await page.getByRole('row', { name: /mainline/ }).first().waitFor()
})
afterAll(async () => {
  await server.close()
  await reader.close()
  await shell.close()
})

const toasts = () => page.getByRole('status').getByText(/nothing can be changed/)

it('keeps a changed view in the page, and says nothing of it', async () => {
  expect(reader.store.readOnly).not.toBeNull()
  const head = page.getByRole('columnheader', { name: 'seed' })
  await head.getByRole('button').click()
  await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
  await page.waitForTimeout(1000)
  expect(await toasts().count()).toBe(0)
  await page.getByRole('link', { name: 'Settings', exact: true }).first().click()
  await page.getByRole('link', { name: 'Runs', exact: true }).first().click()
  await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
})

it('refuses aloud whatever else would be written', async () => {
  await page.getByRole('row', { name: /mainline/ }).first().hover()
  await page.getByRole('button', { name: /^Star / }).first().click()
  await expect.poll(() => toasts().count()).toBe(1)
  await page.goto(`${new URL(server.url).origin}/#/figures`)
  await page.getByRole('button', { name: 'Curves', exact: true }).click()
  await page.getByLabel('Name of the figure').fill('mine')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect.poll(() => toasts().count()).toBe(2)
  expect(await page.getByText('The figure mine is kept.').count()).toBe(0)
})
