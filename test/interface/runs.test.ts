import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

const rows = (page: Page) => page.locator('[role=row][id^="row-"]')
const says = (page: Page) => page.locator('#run-filter-says')
const cells = async (page: Page, column: string) => {
  const heads = await page.locator('[role=columnheader]').allTextContents()
  const index = heads.findIndex((head) => head.trim() === column)
  return page.locator(`[role=row][aria-selected]:not([aria-expanded]) > :nth-child(${index + 1})`).allTextContents()
}

describe('the run browser with 30 runs', () => {
  let shell: InterfaceShell
  let window: Window
  let page: Page
  beforeAll(async () => {
    shell = await startInterface(30)
    window = await shell.open('runs', { width: 1600, height: 1200 })
    page = window.page
    await rows(page).first().waitFor()
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })

  it('shows the hyper-parameters that differ as columns, and no others', async () => {
    const heads = await page.locator('[role=columnheader]').allTextContents()
    expect(heads.map((head) => head.trim())).toEqual(['Star', 'name', 'state', 'test acc', 'phase', 'delay', 'wd', 'frac', 'operation', 'seed', 'steps', 'tags'])
  })

  it('names every state by a word', async () => {
    expect(new Set((await cells(page, 'state')).map((text) => text.trim()))).toEqual(new Set(['grokked', 'finished', 'diverged', 'interrupted', 'paused', 'failed']))
  })

  it('filters by a typed expression, and says what is wrong with a bad one', async () => {
    await page.getByLabel('Filter', { exact: true }).fill('wd >= 0.5 and state = grokked')
    await expect.poll(() => says(page).textContent()).toMatch(/^\d+ of 30$/)
    expect((await cells(page, 'wd')).every((text) => Number(text) >= 0.5)).toBe(true)
    expect(new Set((await cells(page, 'state')).map((text) => text.trim()))).toEqual(new Set(['grokked']))
    await page.getByLabel('Filter', { exact: true }).fill('wd >= ')
    await page.locator('#run-filter-wrong').getByText('expected a value').waitFor()
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect.poll(() => says(page).textContent()).toBe('30 runs')
  })

  it('says the phase of every run that has one, why, and finds runs by it', async () => {
    expect(new Set((await cells(page, 'phase')).map((text) => text.trim()))).toEqual(new Set(['grokking', 'memorization', '–']))
    await page.getByTitle(/^Grokking: 99 % training accuracy was reached at step .* at or above the threshold of 1\u202f000 steps/).first().waitFor()
    await page.getByLabel('Filter', { exact: true }).fill('phase = grokking and delay > 10000')
    await expect.poll(() => says(page).textContent()).toMatch(/^\d+ of 30$/)
    expect((await cells(page, 'delay')).every((text) => Number(text.replaceAll(/\s/g, '')) > 10_000)).toBe(true)
    await page.getByRole('button', { name: 'Clear the filter' }).click()
  })

  it('offers fields and values while a filter is typed', async () => {
    await page.getByLabel('Filter', { exact: true }).pressSequentially('state = gro')
    await page.getByRole('option', { name: 'grokked' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await expect.poll(() => page.getByLabel('Filter', { exact: true }).inputValue()).toBe('state = grokked ')
    await page.getByRole('button', { name: 'Clear the filter' }).click()
  })

  it('sorts by a column, missing values last in both directions', async () => {
    await page.getByRole('columnheader', { name: 'delay' }).getByRole('button').click()
    const down = (await cells(page, 'delay')).map((text) => text.trim())
    const numbers = down.filter((text) => text !== '–').map((text) => Number(text.replaceAll(/\s/g, '')))
    expect(numbers.length).toBeGreaterThan(10)
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    expect(down.at(-1)).toBe('–')
    await page.getByRole('columnheader', { name: 'delay' }).getByRole('button').click()
    const up = (await cells(page, 'delay')).map((text) => text.trim())
    expect(up.at(-1)).toBe('–')
    expect(up.slice(0, numbers.length)).toEqual(down.slice(0, numbers.length).reverse())
  })

  it('sorts, and clears a filter that nothing passes, by keys', async () => {
    const head = page.getByRole('columnheader', { name: 'seed' })
    await head.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
    await page.keyboard.press('Space')
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending')
    await page.getByLabel('Filter', { exact: true }).fill('seed = 77')
    await page.getByRole('gridcell').getByRole('button', { name: 'Clear the filter' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => says(page).textContent()).toBe('30 runs')
    await page.getByRole('columnheader', { name: 'delay' }).getByRole('button').click()
  })

  it('groups by a column with mean and deviation over the members', async () => {
    await page.getByRole('button', { name: 'Group' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'wd' }).click()
    const groups = page.locator('[role=row][aria-expanded]')
    await groups.first().waitFor()
    expect((await groups.locator('strong').allTextContents())).toEqual(['wd = 0', 'wd = 0.1', 'wd = 0.5', 'wd = 1', 'wd = 2'])
    expect(await groups.nth(4).textContent()).toMatch(/\d ± /)
    await page.getByLabel('Filter', { exact: true }).press('Enter')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('treegrid')
    expect(await seriousViolations(page)).toEqual([])
    await groups.first().getByRole('button').click()
    await expect.poll(() => groups.first().getAttribute('aria-expanded')).toBe('false')
    await page.getByRole('button', { name: 'Group: wd' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'No groups' }).click()
    await expect.poll(() => groups.count()).toBe(0)
  })

  it('selects by mouse, Ctrl, Shift and keyboard, and compares what is selected', async () => {
    await rows(page).nth(2).click({ position: { x: 520, y: 10 } })
    await rows(page).nth(5).click({ position: { x: 520, y: 10 }, modifiers: ['Shift'] })
    await expect.poll(() => page.getByText('4 selected').count()).toBe(1)
    await rows(page).nth(3).click({ position: { x: 520, y: 10 }, modifiers: ['Control'] })
    await page.getByText('3 selected').waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('c')
    await expect.poll(() => page.url()).toMatch(/#\/compare\?runs=[a-z2-7]{10},[a-z2-7]{10}/)
    await page.goBack()
    await page.getByText('2 selected').waitFor()
  })

  it('moves runs to the bin and takes it back from the toast', async () => {
    await rows(page).nth(4).click({ position: { x: 520, y: 10 } })
    await page.getByRole('toolbar', { name: 'Actions on the selected runs' }).getByRole('button', { name: 'Bin' }).click()
    await expect.poll(() => says(page).textContent()).toBe('29 runs')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => says(page).textContent()).toBe('30 runs')
  })

  it('stands on the next row once the keyboard has moved runs to the bin', async () => {
    await rows(page).nth(8).click({ position: { x: 520, y: 10 } })
    await page.keyboard.press('Shift+ArrowDown')
    const next = await rows(page).nth(10).getAttribute('id')
    await page.keyboard.press('Delete')
    await expect.poll(() => says(page).textContent()).toBe('28 runs')
    expect(await page.getByRole('grid').getAttribute('aria-activedescendant')).toBe(next)
    await page.keyboard.press('ArrowUp')
    expect(await rows(page).nth(7).getAttribute('aria-selected')).toBe('true')
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await expect.poll(() => says(page).textContent()).toBe('30 runs')
  })

  it('deletes for good only from the bin, and only after asking', async () => {
    await rows(page).nth(4).click({ position: { x: 520, y: 10 } })
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: 'Bin 1' }).click()
    await page.getByRole('grid', { name: 'Runs in the bin' }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Empty the bin' }).click()
    await page.getByRole('dialog').getByText('cannot be undone').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await rows(page).count()).toBe(1)
    await page.getByRole('button', { name: 'Empty the bin' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('The bin is empty').waitFor()
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click()
    await expect.poll(() => says(page).textContent()).toBe('29 runs')
  })

  it('refuses to bin a locked run and says so', async () => {
    await page.getByLabel('Filter', { exact: true }).fill('locked')
    await rows(page).first().click({ position: { x: 520, y: 10 } })
    await page.getByRole('toolbar', { name: 'Actions on the selected runs' }).getByRole('button', { name: 'Bin' }).click()
    await page.getByRole('status').getByText(/locked/).first().waitFor()
    await page.getByRole('button', { name: 'Clear the filter' }).click()
  })

  it('stars, tags and notes a run, and all of it is there after a reload', async () => {
    await rows(page).nth(1).click({ position: { x: 520, y: 10 } })
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByLabel('Notes').fill('Compare with figure 2.')
    await details.getByLabel('Add a tag').fill('kept')
    await page.keyboard.press('Enter')
    await details.getByText('kept').waitFor()
    const name = await details.getByRole('heading', { level: 2 }).textContent()
    await page.reload()
    await rows(page).first().waitFor()
    await page.getByLabel('Filter', { exact: true }).fill('#kept')
    await expect.poll(() => rows(page).count()).toBe(1)
    await rows(page).first().click({ position: { x: 520, y: 10 } })
    expect(await details.getByRole('heading', { level: 2 }).textContent()).toBe(name)
    expect(await details.getByLabel('Notes').inputValue()).toBe('Compare with figure 2.')
    await page.getByRole('button', { name: 'Clear the filter' }).click()
  })

  it('comes back with columns, sort and panel as they were left', async () => {
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByLabel('Find a column').fill('lr')
    await page.getByLabel('lr', { exact: false }).last().check()
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'lr' }).waitFor()
    await page.waitForTimeout(600)
    await page.reload()
    await page.getByRole('columnheader', { name: 'lr' }).waitFor()
  })

  it('exports the selected runs as a bundle and as CSV', async () => {
    await rows(page).nth(1).click({ position: { x: 520, y: 10 } })
    for (const [item, ending] of [['Bundle with everything (.grokrun)', '.grokrun'], ['Series as CSV', '.csv']] as const) {
      await page.getByRole('toolbar', { name: 'Actions on the selected runs' }).getByRole('button', { name: 'Export' }).click()
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
      expect(download.suggestedFilename()).toMatch(new RegExp(`\\${ending}$`))
      expect((await readFile(await download.path())).length).toBeGreaterThan(1000)
    }
  })

  it('finds runs and commands in the palette', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('mainlin')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('dark th')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })

  it('goes places by keys', async () => {
    await page.locator('main').focus()
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await expect.poll(() => page.url()).toContain('#/settings')
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })
})

describe('the run browser with 1,000 runs', () => {
  let shell: InterfaceShell
  beforeAll(async () => { shell = await startInterface(1000) })
  afterAll(() => shell.close())

  it('draws only the rows in view, filters in well under a second, and keeps long names in their column', async () => {
    const window = await shell.open('runs')
    const { page } = window
    await rows(page).first().waitFor()
    expect(await rows(page).count()).toBeLessThan(60)
    expect(await says(page).textContent()).toBe('1\u202f000 runs')
    await page.getByRole('grid').focus()
    await page.keyboard.press('End')
    const long = page.getByRole('link', { name: /^A name that is much longer/ })
    await long.waitFor()
    expect((await long.boundingBox())?.width).toBeLessThan(420)
    const milliseconds = await page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('#run-filter')
      const start = performance.now()
      if (input !== null) input.value = 'wd >= 0.5 and state = grokked'
      input?.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve, 0)) })
      return performance.now() - start
    })
    expect(milliseconds).toBeLessThan(500)
    await expect.poll(() => says(page).textContent()).toMatch(/^\d+ of 1\u202f000$/)
    expect(window.complaints).toEqual([])
  })
})
