import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

describe('the form of a new run', () => {
  let shell: InterfaceShell
  let window: Window
  beforeAll(async () => {
    shell = await startInterface(1)
    window = await shell.open('new')
    await window.page.getByText('What this means').waitFor()
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })

  const field = (label: string) => window.page.getByLabel(label, { exact: true })
  const start = (label: string) => window.page.getByRole('button', { name: label, exact: true })

  it.each(['200', '2.5', '-3', ''])('starts nothing for a number of runs that is none: "%s"', async (text) => {
    await field('Runs, one per seed').fill(text)
    await window.page.getByRole('alert').getByText('expected a whole number from 1 to 100').waitFor()
    expect(await start('Start').isDisabled()).toBe(true)
    await window.settled()
    expect(await seriousViolations(window.page)).toEqual([])
  })

  it('says on the button how many runs will start', async () => {
    await field('Runs, one per seed').fill('3')
    await expect.poll(() => start('Start 3 runs').isEnabled()).toBe(true)
    expect(await window.page.getByRole('alert').count()).toBe(0)
    await field('Runs, one per seed').fill('1')
    await expect.poll(() => start('Start').isEnabled()).toBe(true)
  })
})
