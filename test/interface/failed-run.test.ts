import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startInterface, type InterfaceShell } from './shell.ts'

let shell: InterfaceShell
let page: Page
let runId: string
beforeAll(async () => {
  shell = await startInterface(12)
  // No place to train in: a run that is taken up again waits.
  await shell.workbench.handlers['settings.set']({ backend: 'portable', concurrentRuns: 1 })
  const [first] = shell.runIds
  const { config } = shell.workbench.store.getRun(first ?? '')
  await shell.workbench.handlers['runs.create']({ config })
  runId = shell.runIds[11] ?? ''
  page = (await shell.open(`runs/${runId}`)).page
})
afterAll(() => shell.close())
beforeEach(async () => {
  shell.workbench.store.changeRun(runId, { state: 'failed' })
  await page.reload()
  await page.getByText('The run failed.').waitFor()
})

const state = () => shell.workbench.store.getRun(runId).state
const takeOut = async () => {
  await page.getByRole('button', { name: 'Take out of the queue' }).click()
  await expect.poll(state).toBe('stopped')
}

it('can be resumed from its banner and from its head, or duplicated', async () => {
  const resume = page.getByRole('main').getByRole('button', { name: 'Resume' })
  expect(await resume.count()).toBe(2)
  await page.getByRole('main').getByRole('status').getByRole('button', { name: 'Duplicate' }).waitFor()
  await page.getByRole('status').getByRole('button', { name: 'Resume' }).click()
  await expect.poll(state).toBe('queued')
  await takeOut()
})

it('can be resumed from the palette', async () => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('resume')
  await page.getByRole('option', { name: /Resume/ }).first().click()
  await expect.poll(state).toBe('queued')
  await takeOut()
})

it('cannot be resumed while it lies in the bin', async () => {
  await shell.workbench.handlers['runs.delete']({ runIds: [runId] })
  await page.getByText('This run lies in the bin.').waitFor()
  expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0)
})
