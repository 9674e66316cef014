import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureHint, measureOf, seriesHint } from '../../src-renderer/measures/measure-info.ts'
import { noPanelChoice, panelOffers, togglePanel } from '../../src-renderer/views/run/run-panels.ts'
import { checkpointMeasureNames, measureNames } from '../../shared/catalogue/measures.ts'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell } from './shell.ts'

const config = {
  task: { kind: 'modular', operation: 'add', modulus: 7, trainFraction: 0.5 }, model: { kind: 'mlp-embedding', embeddingWidth: 8, hiddenWidth: 16 },
  loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam', learningRate: 0.01 }, stop: { maximumSteps: 40 }
}

describe('measures by their series', () => {
  it('are known with formula and source, tensors by the family', () => {
    expect(['test/loss', 'weight-norm/total', 'weight-norm/blocks.0.mlp.in', 'something/else'].map(measureOf)).toEqual(['loss-and-accuracy', 'weight-norms', 'weight-norms', undefined])
    expect(seriesHint(['train/loss', 'test/loss'])).toBe(measureHint('loss-and-accuracy'))
    expect(seriesHint(['something/else'])).toBeUndefined()
    for (const name of measureNames) expect(measureHint(name)).toMatch(/^.+: .+\. Source: .+\.$/)
  })

  it('on checkpoints share a panel and are shown from the start; others are offered one by one', () => {
    const series = ['train/loss', 'embedding/gini', 'hessian-eigenvalue/embedding', 'hessian-eigenvalue/first-weights']
    const offers = panelOffers(series, noPanelChoice)
    expect(offers.map(({ title, series: own, isShown }) => [title, own.length, isShown])).toEqual([['Embedding: gini', 1, false], ['Hessian eigenvalue', 2, true]])
    const [gini, hessian] = offers
    const changed = [gini, hessian].reduce((choice, offer) => (offer === undefined ? choice : togglePanel(choice, offer)), noPanelChoice)
    expect(panelOffers(series, changed).map(({ isShown }) => isShown)).toEqual([true, false])
  })
})

describe('a run with checkpoints', () => {
  let shell: InterfaceShell
  beforeAll(async () => { shell = await startInterface(0) })
  afterAll(() => shell.close())

  it('is measured from its page: choice with formula, progress, and the new curves beside the old ones', async () => {
    const run = await shell.workbench.handlers['runs.create']({ config, name: 'measured' })
    const { page, complaints, settled } = await shell.open(`runs/${run.id}`)
    await page.getByRole('banner').or(page.locator('main')).getByText('finished').first().waitFor({ timeout: 90_000 })
    await page.getByRole('button', { name: 'Measure', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Measure' })
    await dialog.getByText(/^\d+ checkpoints$/).waitFor()
    expect(await dialog.getByRole('checkbox').count()).toBe(checkpointMeasureNames.length)
    await dialog.getByText('by Lanczos').first().waitFor()
    await settled()
    expect(await seriousViolations(page)).toEqual([])
    for (const box of await dialog.getByRole('checkbox').all()) if (await box.isEnabled()) await box.uncheck()
    await dialog.getByRole('checkbox', { name: /Top Hessian eigenvalues/ }).check()
    await dialog.getByRole('button', { name: 'Measure' }).click()
    const panel = page.getByRole('region', { name: 'Hessian eigenvalue' })
    await panel.waitFor({ timeout: 90_000 })
    expect(await panel.getByRole('heading').getAttribute('title')).toContain('arXiv 2505.15624')
    await expect.poll(() => page.getByRole('progressbar', { name: /^Measuring/ }).count(), { timeout: 60_000 }).toBe(0)
    await page.getByRole('button', { name: 'Panels' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Hessian eigenvalue' }).click()
    await expect.poll(() => panel.count()).toBe(0)
    expect(complaints).toEqual([])
  }, 200_000)
})
