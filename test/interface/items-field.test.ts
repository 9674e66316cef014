import { describe, expect, it } from 'vitest'
import { seriousViolations } from './accessibility.ts'
import { openNewRunForm } from './new-run-form.ts'

describe('the list of interventions in the form of a new run', () => {
  const form = openNewRunForm('new?preset=minute')

  const section = () => form.page.locator('#section-interventions')
  const titles = () => section().locator('li h3').allTextContents()

  async function add(name: string): Promise<void> {
    await section().getByRole('button', { name: 'Add' }).click()
    await form.page.getByRole('menuitem', { name }).click()
  }

  it('takes one more of any kind, with the fields of that kind at their defaults', async () => {
    await add('Weight noise')
    await add('Update noise')
    expect(await titles()).toEqual(['1 Weight noise', '2 Update noise'])
    await form.page.getByText('weight-noise, update-noise').waitFor()
    expect(await section().getByRole('textbox').count()).toBe(2)
    await form.window.settled()
    expect(await seriousViolations(form.page)).toEqual([])
  })

  it('says at the field what is wrong with it', async () => {
    const field = section().getByRole('textbox').nth(1)
    const before = await field.inputValue()
    await field.fill('-4')
    await section().getByRole('alert').getByText('got -4').waitFor()
    await form.page.getByText('interventions.1.').first().waitFor()
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
    await form.page.getByRole('button', { name: 'JSON' }).click()
    expect(await form.page.getByRole('textbox', { name: 'Config as JSON' }).inputValue()).toMatch(/"interventions": \[\s+\{\s+"kind": "update-noise"/)
  })
})
