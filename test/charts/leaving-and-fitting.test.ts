import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { startInterface, type InterfaceShell } from '../interface/shell.ts'

let shell: InterfaceShell
beforeAll(async () => { shell = await startInterface(45) })
afterAll(() => shell.close())

/** What the server says is held back while `holds` answers true, and comes with `release`. */
async function holdAnswers(page: Page): Promise<{ hold: () => void; release: () => void }> {
  const held: (() => void)[] = []
  let holds = false
  await page.routeWebSocket(/.*/, (near) => {
    const far = near.connectToServer()
    near.onMessage((message) => far.send(message))
    far.onMessage((message) => { if (holds) held.push(() => near.send(message)); else near.send(message) })
  })
  return { hold: () => { holds = true }, release: () => { holds = false; for (const send of held.splice(0)) send() } }
}

describe('the inspector', () => {
  it('drops answers that come after it was left', async () => {
    const withoutSnapshots = shell.runIds[42] ?? ''
    const window = await shell.open('settings')
    const answers = await holdAnswers(window.page)
    await window.page.reload()
    await window.page.getByText('Check the store').waitFor()
    await window.page.goto(`${shell.url}/#/inspect/${shell.runIds[0]}`)
    await window.page.getByText('5 of 5').waitFor()
    answers.hold()
    await window.page.goto(`${shell.url}/#/inspect/${withoutSnapshots}`)
    await window.page.getByText('reading…', { exact: true }).waitFor()
    await window.page.goto(`${shell.url}/#/settings`)
    await window.page.getByText('Check the store').waitFor()
    answers.release()
    await window.settled()
    expect(window.complaints).toEqual([])
    await window.close()
  })
})

describe('a window of 1,280 pixels', () => {
  const outside = (page: Page) => page.locator('main .toolbar').evaluate((bar) => [...bar.querySelectorAll('button, input, select')]
    .filter((control) => control.getBoundingClientRect().right > innerWidth).map((control) => control.textContent))

  it('holds all controls of a grouped comparison', async () => {
    const { page } = await shell.open(`compare?runs=${shell.runIds.slice(0, 8).join(',')}`)
    await page.getByRole('button', { name: 'Group', exact: true }).click()
    await page.getByRole('menuitemcheckbox').last().click()
    await page.getByTitle('Line and band of a group').waitFor()
    expect(await outside(page)).toEqual([])
    await page.getByRole('button', { name: 'Config diff' }).click()
    await page.getByRole('region', { name: 'Config diff' }).waitFor()
    expect((await page.getByRole('navigation', { name: 'Places' }).boundingBox())?.x).toBe(0)
  })

  it('holds all controls of two embeddings on their principal components', async () => {
    const { page } = await shell.open(`inspect/${shell.runIds[4]}?with=${shell.runIds[0]}`)
    await page.getByRole('button', { name: 'Circle', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'PC 1 × 3' }).click()
    await page.getByLabel('Stride of the lines').waitFor()
    expect(await outside(page)).toEqual([])
  })
})
