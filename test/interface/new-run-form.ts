import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

/** The form of a new run in a window that lives as long as the tests of the block that opens it. */
export interface NewRunForm {
  readonly shell: InterfaceShell
  readonly window: Window
  readonly page: Page
  /** The field with exactly this label. */
  field(label: string): Locator
}

/** Opens the form at an address before the tests of this block, on a store with so many runs; after them the page must have complained of nothing. */
export function openNewRunForm(address: string, runs = 0): NewRunForm {
  let shell: InterfaceShell
  let window: Window
  beforeAll(async () => {
    shell = await startInterface(runs)
    window = await shell.open(address)
    await window.page.getByText('What this means').waitFor()
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })
  return {
    get shell() { return shell },
    get window() { return window },
    get page() { return window.page },
    field: (label) => window.page.getByLabel(label, { exact: true })
  }
}
