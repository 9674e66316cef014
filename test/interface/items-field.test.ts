import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

describe('the list of interventions in the form of a new run', () => {
  let shell: InterfaceShell
  let window: Window
  beforeAll(async () => {
    shell = await startInterface(0)
    window = await shell.open('new?preset=minute')
    await window.page.getByText('What this means').waitFor()
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })

  const section = () => window.page.locator('#section-interventions')
  const titles = () => section().locator('li h3').allTextContents()

  async function add(name: string): Promise<void> {
    await section().getByRole('button', { name: 'Add' }).click()
    await window.page.getByRole('menuitem', { name }).click()
  }

  it('takes one more of any kind, with the fields of that kind at their defaults', async () => {
    await add('Weight noise')
    await add('Update noise')
    expect(await titles()).toEqual(['1 Weight noise', '2 Update noise'])
    await window.page.getByText('weight-noise, update-noise').waitFor()
    expect(await section().getByRole('textbox').count()).toBe(2)
    await window.settled()
    expect(await seriousViolations(window.page)).toEqual([])
  })

  it('says at the field what is wrong with it', async () => {
    const field = section().getByRole('textbox').nth(1)
    const before = await field.inputValue()
    await field.fill('-4')
    await section().getByRole('alert').getByText('got -4').waitFor()
    await window.page.getByText('interventions.1.').first().waitFor()
    await field.fill(before)
    await expect.poll(() => section().getByRole('alert').count()).toBe(0)
  })

  it('is put in another order, and gives back what was removed', async () => {
    await section().getByRole('button', { name: 'Move Update noise up' }).click()
    expect(await titles()).toEqual(['1 Update noise', '2 Weight noise'])
    await section().getByRole('button', { name: 'Remove Update noise' }).click()
    expect(await titles()).toEqual(['1 Weight noise'])
    await section().getByRole('button', { name: 'Undo' }).click()
    expect(await titles()).toEqual(['1 Update noise', '2 Weight noise'])
  })

  it('is the same list in JSON', async () => {
    await window.page.getByRole('button', { name: 'JSON' }).click()
    expect(await window.page.getByRole('textbox', { name: 'Config as JSON' }).inputValue()).toMatch(/"interventions": \[\s+\{\s+"kind": "update-noise"/)
  })
})
