import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

describe('the dialog that forks a run', () => {
  let shell: InterfaceShell
  let window: Window
  let page: Page
  beforeAll(async () => {
    shell = await startInterface(2)
    shell.workbench.handlers['checkpoints.list'] = () => [0, 200, 1200]
    window = await shell.open(`runs/${shell.runIds[0]}`)
    page = window.page
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })

  const dialog = () => page.getByRole('dialog', { name: /^Fork / })
  const button = (name: string) => dialog().getByRole('button', { name, exact: true })
  const field = (label: string) => dialog().getByLabel(label, { exact: true })
  const step = () => dialog().getByLabel('From the checkpoint at step')
  const values = async () => [await field('Name').inputValue(), await field('Weight decay').inputValue(), await step().inputValue()]
  async function open(): Promise<void> {
    await page.locator('main').getByRole('button', { name: 'Fork', exact: true }).click()
    await step().locator('option').first().waitFor({ state: 'attached' })
  }
  const edited = ['kept', '0.25', '200']
  const untouched = ['', '1', '1200']

  const waysOut: readonly [string, () => Promise<void>][] = [
    ['Escape', () => page.keyboard.press('Escape')],
    ['a click beside it', () => page.mouse.click(40, 600)],
    ['the button Close', () => button('Close').last().click()]
  ]

  it.each(waysOut)('closes at once where nothing was edited, by %s', async (_name, leave) => {
    await open()
    expect(await values()).toEqual(untouched)
    expect(await button('Start over').isDisabled()).toBe(true)
    await leave()
    await dialog().waitFor({ state: 'detached' })
  })

  it('takes edits', async () => {
    await open()
    await field('Name').fill('kept')
    await field('Weight decay').fill('0.25')
    await step().selectOption('200')
    expect(await seriousViolations(page)).toEqual([])
  })

  it.each(waysOut)('is as it was left by %s', async (_name, leave) => {
    await leave()
    await dialog().waitFor({ state: 'detached' })
    await open()
    expect(await values()).toEqual(edited)
    await dialog().getByText('optimizer.weightDecay').waitFor()
  })

  it('starts over when asked to, and takes that back', async () => {
    await button('Start over').click()
    expect(await values()).toEqual(untouched)
    await dialog().getByText('optimizer.weightDecay').waitFor({ state: 'detached' })
    await button('Undo').click()
    expect(await values()).toEqual(edited)
    await dialog().getByText('optimizer.weightDecay').waitFor()
  })

  it('is as it was left when the page is loaded again', async () => {
    await page.reload()
    await open()
    expect(await values()).toEqual(edited)
  })

  it('keeps the edits of each run for itself', async () => {
    await page.keyboard.press('Escape')
    await page.evaluate((id) => { location.hash = `#/runs/${id}` }, shell.runIds[1])
    await page.getByRole('heading', { name: /^mainline wd 0.1/ }).waitFor()
    await open()
    expect(await values()).toEqual(['', '0.1', '1200'])
    await page.keyboard.press('Escape')
    await page.evaluate((id) => { location.hash = `#/runs/${id}` }, shell.runIds[0])
    await page.getByRole('heading', { name: 'mainline', exact: true }).waitFor()
  })

  it('is fresh again where it was started over', async () => {
    await open()
    await button('Start over').click()
    await page.keyboard.press('Escape')
    await open()
    expect(await values()).toEqual(untouched)
    await page.keyboard.press('Escape')
  })

  it('is fresh again once the fork is started', async () => {
    shell.workbench.handlers['runs.fork'] = () => shell.workbench.handlers['runs.get']({ runId: shell.runIds[1] ?? '' })
    await open()
    await field('Name').fill('forked')
    await button('Fork and start').click()
    await page.getByRole('heading', { name: /^mainline wd 0.1/ }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'mainline', exact: true }).waitFor()
    await open()
    expect(await values()).toEqual(untouched)
  })
})
