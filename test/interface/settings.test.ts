import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

let shell: InterfaceShell
let window: Window
let page: Page
beforeAll(async () => {
  shell = await startInterface(2)
  window = await shell.open('settings')
  page = window.page
  await page.getByText('Check the store').waitFor()
})
afterAll(async () => {
  expect(window.complaints).toEqual([])
  await shell.close()
})

const rootData = (key: string) => page.evaluate((name) => document.documentElement.dataset[name], key)

it('says what training uses, where the data lies and how much of it there is', async () => {
  await page.getByText(/in use|Install/).first().waitFor()
  await page.getByText(/grokscope-interface-/).waitFor()
  await page.locator('#storage').getByText(/\d (kB|MB)/).waitFor()
})

it('says how much the store holds by now, there and in the status line', async () => {
  const status = page.getByRole('contentinfo', { name: 'Status' }).getByText(/^Store/)
  const before = await status.innerText()
  const [runId = ''] = shell.runIds
  const values = Float64Array.from({ length: 400_000 }, (_, step) => Math.sin(step * step))
  shell.workbench.store.write(runId, { points: [{ name: 'made/up', steps: values.map((_, step) => step), values }] })
  await shell.workbench.handlers['runs.annotate']({ runId, starred: true })
  await expect.poll(() => status.innerText()).not.toBe(before)
  await page.locator('#storage').getByText((await status.innerText()).replace('Store ', '')).waitFor()
})

it('changes theme and density at once, and keeps them', async () => {
  await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'Dark' }).click()
  await page.getByRole('group', { name: 'Density' }).getByRole('button', { name: 'Compact' }).click()
  await expect.poll(async () => [await rootData('theme'), await rootData('density')]).toEqual(['dark', 'compact'])
  await expect.poll(async () => (await shell.workbench.handlers['settings.get']({})).theme).toBe('dark')
  await page.reload()
  await expect.poll(async () => [await rootData('theme'), await rootData('density')]).toEqual(['dark', 'compact'])
})

it('changes colours without a transition where motion is not wanted', async () => {
  const begun = await page.evaluate(() => {
    const root = document.documentElement
    const before = root.dataset.theme
    root.dataset.theme = before === 'dark' ? 'light' : 'dark'
    const transitions = document.getAnimations().map((animation) => animation.constructor.name)
    root.dataset.theme = before
    return transitions
  })
  expect(begun).toEqual([])
})

it('follows a change that another window makes', async () => {
  await shell.workbench.handlers['settings.set']({ theme: 'light' })
  await expect.poll(() => rootData('theme')).toBe('light')
})

it('says in the status line that the portable backend was chosen', async () => {
  await page.getByRole('button', { name: 'Portable' }).click()
  await page.getByRole('contentinfo', { name: 'Status' }).getByText('Portable backend · CPU, one core').waitFor()
  await page.getByRole('button', { name: 'Automatic' }).click()
})

it('takes whole numbers in range, and puts back what was there for anything else', async () => {
  const runs = page.getByLabel('Runs at once')
  await runs.fill('3')
  await runs.blur()
  await expect.poll(async () => (await shell.workbench.handlers['settings.get']({})).concurrentRuns).toBe(3)
  for (const wrong of ['-1', '65', '']) {
    await runs.fill(wrong)
    await runs.blur()
    await expect.poll(() => runs.inputValue()).toBe('3')
  }
  await runs.fill('0')
  await runs.blur()
  await expect.poll(async () => (await shell.workbench.handlers['settings.get']({})).concurrentRuns).toBe(0)
})

it('takes the delay from which a run counts as grokking, which is never 0', async () => {
  const threshold = page.getByLabel('Delay threshold')
  await threshold.fill('0')
  await threshold.blur()
  await expect.poll(() => threshold.inputValue()).toBe('1000')
  await threshold.fill('500')
  await threshold.blur()
  await expect.poll(async () => (await shell.workbench.handlers['settings.get']({})).delayThreshold).toBe(500)
})

it('checks the store', async () => {
  await page.getByRole('button', { name: 'Check the store' }).click()
  await page.getByText('The store is sound.').waitFor()
})

it('shows how far an installation is, and its end', async () => {
  const status = await shell.workbench.handlers['runtime.status']({})
  shell.announce('runtime.changed', { ...status, usable: 'portable', reason: 'TensorFlow is not installed.', installing: true })
  shell.announce('runtime.progress', { stage: 'Download', fraction: 0.42, message: '115 of 274 MB' })
  await page.getByText('Download: 115 of 274 MB').waitFor()
  expect(await page.getByRole('progressbar', { name: 'Installation of TensorFlow' }).getAttribute('aria-valuenow')).toBe('42')
  const cancel = page.locator('#compute').getByRole('button', { name: 'Cancel' })
  await cancel.waitFor()
  expect(await page.getByRole('button', { name: 'Check TensorFlow' }).isDisabled()).toBe(true)
  shell.announce('runtime.changed', status)
  await expect.poll(() => page.getByText('115 of 274 MB').count()).toBe(0)

  // Another page's installation that has ended meanwhile: cancelling it brings the page up to date.
  shell.announce('runtime.progress', { stage: 'Download', fraction: null, message: 'once more' })
  await cancel.click()
  await expect.poll(() => page.getByText('once more').count()).toBe(0)
})

it('checks TensorFlow, and says what it found', async () => {
  await page.getByRole('button', { name: 'Check TensorFlow' }).click()
  const { findings } = await shell.workbench.handlers['runtime.check']({})
  await page.locator('#compute').getByText(findings[0] ?? 'TensorFlow is sound.').last().waitFor()
})

it('folds the rail and keeps it folded', async () => {
  await page.getByRole('button', { name: 'Narrow the rail' }).click()
  await expect.poll(async () => (await page.getByRole('navigation', { name: 'Places' }).boundingBox())?.width).toBeLessThan(60)
  await expect.poll(async () => shell.workbench.handlers['views.get']({ key: 'frame.rail-narrow' })).toBe(true)
  await page.reload()
  await page.getByRole('button', { name: 'Widen the rail' }).click()
})
