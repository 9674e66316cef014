import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

const patience = { timeout: 60_000 }
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

/** A small transformer: trains on any backend in seconds, and long enough to be paused. */
async function chooseSmall(page: Page, steps: string): Promise<void> {
  await page.getByRole('button', { name: 'Grokking in a minute' }).click()
  await field(page, 'Modulus p').fill('11')
  await field(page, 'Width').fill('16')
  await field(page, 'MLP width').fill('32')
  await field(page, 'At most').fill(steps)
}

describe('from an empty store to a finished run', () => {
  let shell: InterfaceShell
  let window: Window
  let page: Page
  beforeAll(async () => {
    shell = await startInterface(0)
    // The portable backend needs no installation and no compiling.
    await shell.workbench.handlers['settings.set']({ backend: 'portable' })
    window = await shell.open('runs')
    page = window.page
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })

  it('offers samples, a first training and an import where there is nothing', async () => {
    for (const name of ['Look at sample runs', 'Start “Grokking in a minute”', 'Import runs']) await page.getByRole('button', { name }).waitFor()
  })

  it('says beside the field what is wrong with it, and starts nothing meanwhile', async () => {
    await page.getByRole('button', { name: 'New run' }).click()
    await chooseSmall(page, '40')
    await field(page, 'Heads').fill('3')
    await page.getByRole('alert').getByText('expected a divisor of the width 16, got 3').waitFor()
    await field(page, 'Learning rate').fill('fast')
    await page.getByText('2 things to correct').or(page.getByText('One thing to correct')).waitFor()
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true)
    await field(page, 'Learning rate').fill('1e-3')
    await field(page, 'Heads').fill('4')
    await page.getByText('45 examples').first().waitFor()
  })

  it('switches the fields with the kind and keeps what both kinds have', async () => {
    const kinds = page.getByRole('region', { name: 'Optimizer' }).getByLabel('Kind')
    await field(page, 'Learning rate').fill('0.002')
    await kinds.selectOption('sgd')
    await field(page, 'Momentum').waitFor()
    expect(await field(page, 'Learning rate').inputValue()).toBe('0.002')
    expect(await field(page, 'β₁').count()).toBe(0)
    await kinds.selectOption('adamw')
    expect(await field(page, 'β₁').inputValue()).toBe('0.9')
  })

  it('shows the config as JSON, and takes one that is pasted', async () => {
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    const editor = page.getByRole('textbox', { name: 'Config as JSON' })
    const config: { seed: number } = JSON.parse(await editor.inputValue())
    await editor.fill('{ "task": ')
    await page.getByText(/Not JSON yet/).waitFor()
    await editor.fill(JSON.stringify({ ...config, seed: 7, sead: 1 }))
    await page.getByText('is not a known field').waitFor()
    await editor.fill(JSON.stringify({ ...config, seed: 7 }))
    await page.getByRole('button', { name: 'Form', exact: true }).click()
    expect(await field(page, 'Seed').inputValue()).toBe('7')
  })

  it('trains, shows curves live, and ends as finished with its milestones', async () => {
    await field(page, 'Name').fill('first')
    await field(page, 'At most').fill('40')
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await expect.poll(() => page.url()).toMatch(/#\/runs\/[a-z2-7]{10}/)
    await page.getByText('finished', { exact: true }).or(page.getByText('grokked', { exact: true })).first().waitFor(patience)
    await page.locator('canvas').first().waitFor()
    await page.getByText('step 40 of at most 40').waitFor()
    await page.getByText('train loss').first().waitFor()
  }, 90_000)

  it('pauses, resumes and stops a run', async () => {
    await page.getByRole('button', { name: 'New run' }).click()
    await chooseSmall(page, '1000000')
    await field(page, 'After generalization').fill('')
    await field(page, 'Name').fill('long')
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByText(/steps\/s/).first().waitFor(patience)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('paused', { exact: true }).waitFor(patience)
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByText('training', { exact: true }).waitFor(patience)
    await page.getByRole('banner').getByRole('button', { name: /1 training/ }).waitFor()
    await page.locator('main').getByRole('button', { name: 'Stop' }).click()
    await page.getByText('stopped', { exact: true }).waitFor(patience)
  }, 180_000)

  it('forks from a checkpoint with a changed config; task, model and thresholds cannot be changed', async () => {
    await page.getByRole('button', { name: 'Fork' }).click()
    const dialog = page.getByRole('dialog', { name: 'Fork long' })
    await dialog.getByLabel('From the checkpoint at step').waitFor()
    for (const fixed of ['Modulus p', 'Memorization', 'Generalization']) expect(await dialog.getByLabel(fixed, { exact: true }).count()).toBe(0)
    await dialog.getByLabel('Weight decay', { exact: true }).fill('0.5')
    await dialog.getByText('optimizer.weightDecay').waitFor()
    await dialog.getByLabel('Name').fill('forked')
    await dialog.getByRole('button', { name: 'Fork and start' }).click()
    await page.getByText(/Forked from/).waitFor()
    await page.locator('main').getByRole('button', { name: /Stop|Take out/ }).click()
    await page.getByText('stopped', { exact: true }).waitFor(patience)
  }, 90_000)

  it('duplicates a run with its config filled in', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click()
    await page.getByRole('row', { name: /first/ }).click({ position: { x: 400, y: 10 } })
    await page.getByRole('button', { name: 'Duplicate' }).click()
    await page.getByRole('heading', { name: 'Duplicate of first' }).waitFor()
    expect(await field(page, 'Modulus p').inputValue()).toBe('11')
    expect(await field(page, 'Seed').inputValue()).toBe('7')
    await page.getByText('Nothing.').waitFor()
  })

  it('makes one run for each seed, which wait in the queue, can be put in order and taken out', async () => {
    await field(page, 'At most').fill('1000000')
    await field(page, 'Runs, one per seed').fill('4')
    await page.getByRole('button', { name: 'Start 4 runs' }).click()
    const indicator = page.getByRole('banner').getByRole('button', { name: /queued/ })
    await indicator.click()
    const queue = page.getByRole('dialog', { name: 'Queue' })
    const waiting = queue.getByRole('button', { name: /Take .* out of the queue/ })
    await waiting.first().waitFor()
    const last = await waiting.last().getAttribute('aria-label')
    await queue.getByRole('button', { name: /Move .* up/ }).last().click()
    await expect.poll(() => waiting.last().getAttribute('aria-label')).not.toBe(last)
    // The oldest waits no longer than it takes to stop the others, so each is addressed by its name.
    for (const run of [7, 8, 9, 10].reverse()) {
      await queue.getByRole('button', { name: new RegExp(`(Take|Stop) .*seed ${run}( |$)`) }).click()
      await expect.poll(() => queue.getByRole('button', { name: new RegExp(`(Take|Stop) .*seed ${run}( |$)`) }).count(), patience).toBe(0)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('banner').getByRole('button', { name: 'Queue empty' }).waitFor(patience)
  }, 120_000)
})

describe('a page that loses its server', () => {
  it('says so, and is current again when the server is back', async () => {
    const shell = await startInterface(1)
    const window = await shell.open('runs')
    await window.page.getByRole('grid').waitFor()
    shell.gate.shut()
    await window.page.getByText('The connection to Grokscope is lost.').waitFor()
    await shell.workbench.handlers['runs.annotate']({ runId: shell.runIds[0] ?? '', name: 'renamed meanwhile' })
    shell.gate.open()
    await window.page.getByRole('link', { name: 'renamed meanwhile' }).waitFor()
    await expect.poll(() => window.page.getByText('The connection to Grokscope is lost.').count()).toBe(0)
    await shell.close()
  })
})
