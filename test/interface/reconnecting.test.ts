import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'
import { sampleStudies } from './study-samples.ts'

const lost = 'The connection to Grokscope is lost.'

describe('what a page shows when a lost connection is there again', () => {
  let shell: InterfaceShell
  beforeEach(async () => { shell = await startInterface(2, undefined, sampleStudies) })
  afterEach(() => shell.close())

  /** Cuts the line, and mends it once `meanwhile` is done. */
  const lose = async ({ page }: Window, meanwhile: () => Promise<unknown>) => {
    shell.gate.shut()
    await page.getByText(lost).waitFor()
    await meanwhile()
    shell.gate.open()
    await expect.poll(() => page.getByText(lost).count()).toBe(0)
  }

  const trainOneOfTheStudy = async () => {
    const [{ config }] = sampleStudies[0]?.runs('small', 1) ?? []
    await shell.workbench.handlers['settings.set']({ backend: 'portable' })
    const { id } = await shell.workbench.handlers['runs.create']({ config })
    await expect.poll(() => shell.workbench.store.getRun(id).state, { timeout: 60_000 }).toBe('finished')
  }

  it('a study has the runs that were trained meanwhile', async () => {
    const [one, all] = [await shell.open('studies/tiny?seeds=1'), await shell.open('studies')]
    await one.page.getByText('0 of 2 runs trained').waitFor()
    await all.page.getByRole('link', { name: '0 of 4 runs' }).first().waitFor()
    await lose(one, trainOneOfTheStudy)
    await one.page.getByText('1 of 2 runs trained').waitFor()
    await all.page.getByRole('link', { name: '1 of 4 runs' }).waitFor()
  })

  it('a figure that could not be drawn is drawn', async () => {
    const window = await shell.open('figures')
    const { page } = window
    await page.getByRole('button', { name: 'Curves', exact: true }).click()
    await page.getByRole('region', { name: 'Preview' }).getByRole('img').waitFor()
    await lose(window, async () => {
      await page.getByLabel('Title', { exact: true }).first().fill('Another title')
      await page.getByText('The figure cannot be drawn').waitFor()
    })
    await page.getByRole('region', { name: 'Preview' }).getByRole('img').waitFor()
  })

  it('an embedding that could not be read is read', async () => {
    const [first, second] = shell.runIds
    const window = await shell.open(`inspect/${first}`)
    const { page } = window
    await page.getByRole('region', { name: /^Embedding of/ }).getByText(/^step /).waitFor()
    await lose(window, async () => {
      await page.evaluate((id) => { location.hash = `#/inspect/${id}` }, second)
      await page.getByRole('region', { name: /^Embedding of mainline wd/ }).waitFor()
    })
    await page.getByRole('region', { name: /^Embedding of mainline wd/ }).getByText(/^step /).waitFor()
  })

  it('a comparison has the points that came meanwhile', async () => {
    const [runId = ''] = shell.runIds
    const window = await shell.open(`compare?runs=${runId}`)
    const { page } = window
    await page.locator('canvas').first().waitFor()
    await window.settled()
    const picture = () => page.locator('canvas').first().evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''))
    const before = await picture()
    const points = ['train/loss', 'test/loss'].map((name) => ({ name, steps: Float64Array.of(1e6), values: Float64Array.of(90) }))
    await lose(window, () => Promise.resolve(shell.workbench.store.write(runId, { points })))
    await expect.poll(picture).not.toBe(before)
  })

  it.each(['Fork', 'Measure'])('the dialog %s that could not read the checkpoints has read them, and complains no more', async (name) => {
    const [runId = ''] = shell.runIds
    const window = await shell.open(`runs/${runId}`)
    const { page } = window
    shell.workbench.handlers['checkpoints.list'] = () => [0, 1200]
    const complaint = page.getByRole('dialog').getByRole('alert').filter({ hasText: /connection/ })
    await lose(window, async () => {
      await page.getByRole('button', { name, exact: true }).click()
      await complaint.waitFor()
    })
    await page.getByRole('dialog').getByText(name === 'Fork' ? '1\u202f200' : '2 checkpoints').first().waitFor({ state: 'attached' })
    expect(await complaint.count()).toBe(0)
  })
})
