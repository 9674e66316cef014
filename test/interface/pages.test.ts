import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { studies } from '../../shared/studies/index.ts'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell } from './shell.ts'

/** Dark first: a page is opened in it here, and in light by all other tests. */
const themes = ['dark', 'light'] as const

describe.each([0, 1, 30])('every page of a store with %i runs', (count) => {
  let shell: InterfaceShell
  beforeAll(async () => { shell = await startInterface(count) })
  afterAll(() => shell.close())

  const first = () => shell.runIds[0] ?? 'aaaaaaaaaa'
  const pages: [name: string, address: () => string, waitFor: string][] = [
    ['runs', () => 'runs', count === 0 ? 'text=Look at sample runs' : '[role=row][aria-selected]'],
    ['bin', () => 'runs/bin', 'text=The bin is empty'],
    ['run', () => `runs/${first()}`, count === 0 ? 'text=There is no run' : 'text=Milestones'],
    ['new run', () => 'new', 'text=What this means'],
    ['compare', () => `compare?runs=${shell.runIds.slice(0, 12).join(',')}`, 'main h1, main h2'],
    ['inspect', () => (count === 0 ? 'inspect' : `inspect/${first()}`), 'main h1, main h2'],
    ['studies', () => 'studies', 'tbody th[scope=row]'],
    ['study', () => `studies/${studies[0]?.name ?? ''}`, 'text=runs trained'],
    ['figures', () => 'figures', 'main h1, main h2'],
    ['settings', () => 'settings', 'text=Check the store'],
    ['no such page', () => 'nowhere', 'text=There is no such page']
  ]

  it.each(pages)('%s: readable by everyone in light and dark, no errors, nothing against the content policy', async (_name, address, waitFor) => {
    const window = await shell.open(address(), { theme: themes[0] })
    await window.page.locator(waitFor).first().waitFor()
    for (const theme of themes) {
      await window.page.emulateMedia({ colorScheme: theme })
      await window.settled()
      expect(await window.page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme)
      expect(await seriousViolations(window.page), theme).toEqual([])
    }
    expect(window.complaints).toEqual([])
    await window.close()
  })

  it('says what is missing where a run is not there', async () => {
    const window = await shell.open('runs/aaaaaaaaaa')
    await window.page.getByText('There is no run aaaaaaaaaa').waitFor()
    expect(window.complaints).toEqual([])
    await window.close()
  })
})
