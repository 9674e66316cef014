import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell } from './shell.ts'
import { sampleStudies } from './study-samples.ts'

describe('the studies', () => {
  let shell: InterfaceShell
  beforeAll(async () => { shell = await startInterface(0, undefined, sampleStudies) })
  afterAll(() => shell.close())

  it('are listed under their papers with what is trained, readable by everyone', async () => {
    const { page, complaints, settled } = await shell.open('runs')
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.getByRole('rowheader', { name: 'Tiny networks and weight decay' }).waitFor()
    await page.getByText('Nobody et al. 2020 (arXiv 2001.00001)').waitFor()
    await page.getByRole('link', { name: '0 of 60 runs' }).first().waitFor()
    await settled()
    expect(await seriousViolations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('train what is missing, and put a verdict on each fact beside the value of the paper', async () => {
    const { page, complaints, settled } = await shell.open('studies/tiny?seeds=1', { theme: 'dark' })
    await page.getByText('0 of 2 runs trained').waitFor()
    await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByText('Tiny networks and weight decay').waitFor()
    await page.getByText('undecided').first().waitFor()
    await page.getByRole('button', { name: 'Train 2 runs' }).click()
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await page.getByText('2 of 2 runs trained').waitFor({ timeout: 90_000 })
    const row = page.getByRole('row', { name: /Every network fits/ })
    await row.getByText('reproduced').waitFor()
    await row.getByText('50 of 50').waitFor()
    await page.getByRole('row', { name: /1\s000 times as long/ }).getByText('not reproduced').waitFor()
    await page.getByRole('img', { name: 'Figure of the study Tiny networks and weight decay' }).waitFor()
    expect(await page.getByRole('region', { name: 'Runs of the study' }).getByRole('link').count()).toBe(2)
    const hidden = await page.getByRole('group', { name: 'Table of the runs' }).evaluate((table) => table.scrollWidth - table.clientWidth)
    expect(hidden, 'pixels of the table beside the figure that are cut off').toBe(0)
    await settled()
    expect(await seriousViolations(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.getByRole('button', { name: 'Compare' }).click()
    await expect.poll(() => page.url()).toMatch(/#\/compare\?runs=[a-z2-7]{10},[a-z2-7]{10}/)
  })

  it('keep scale and seeds in the address, and can be stopped', async () => {
    const { page, complaints } = await shell.open('studies/tiny')
    await page.getByRole('button', { name: 'Paper' }).click()
    await expect.poll(() => page.url()).toContain('scale=paper')
    await page.getByLabel('Seeds').fill('1')
    await page.getByLabel('Seeds').press('Enter')
    await page.getByText('0 of 2 runs trained').waitFor()
    await page.getByRole('button', { name: 'Train 2 runs' }).click()
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await page.goto(`${shell.url}/#/studies/tiny?seeds=2`)
    await page.getByRole('button', { name: 'Computing at the paper scale, 1 seed' }).click()
    await expect.poll(() => page.url()).toContain('scale=paper&seeds=1')
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Train 2 more' }).or(page.getByRole('button', { name: 'Train 2 runs' })).waitFor({ timeout: 60_000 })
    await page.goto(`${shell.url}/#/studies/nothing`)
    await page.getByText('The study cannot be shown').waitFor()
    expect(complaints).toEqual([])
  })
})
