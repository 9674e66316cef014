import { describe, expect, it } from 'vitest'
import { longestName } from '../../shared/run.ts'
import { seriousViolations } from './accessibility.ts'
import { openNewRunForm } from './new-run-form.ts'

describe('the form of a new run', () => {
  const form = openNewRunForm('new', 1)
  const { field } = form
  const start = (label: string) => form.page.getByRole('button', { name: label, exact: true })

  it.each(['200', '2.5', '-3', ''])('starts nothing for a number of runs that is none: "%s"', async (text) => {
    await field('Runs, one per seed').fill(text)
    await form.page.getByRole('alert').getByText('expected a whole number from 1 to 100').waitFor()
    expect(await start('Start').isDisabled()).toBe(true)
    await form.window.settled()
    expect(await seriousViolations(form.page)).toEqual([])
  })

  it('says on the button how many runs will start', async () => {
    await field('Runs, one per seed').fill('3')
    await expect.poll(() => start('Start 3 runs').isEnabled()).toBe(true)
    expect(await form.page.getByRole('alert').count()).toBe(0)
    await field('Runs, one per seed').fill('1')
    await expect.poll(() => start('Start').isEnabled()).toBe(true)
  })

  const name = () => field('Name').inputValue()
  const startOver = () => form.page.getByRole('button', { name: 'Start over' })
  async function leaveAndComeBack(): Promise<void> {
    await form.page.getByRole('link', { name: 'Settings' }).click()
    await form.page.getByText('Check the store').waitFor()
    await form.page.getByRole('button', { name: 'New run' }).click()
    await form.page.getByText('What this means').waitFor()
  }
  async function goTo(address: string): Promise<void> {
    await form.page.evaluate((hash) => { location.hash = hash }, `#/${address}`)
  }

  async function reload(): Promise<void> {
    await form.page.reload()
    await form.page.getByText('What this means').waitFor()
  }

  it('is as it was left when it is come back to', async () => {
    expect(await startOver().isDisabled()).toBe(true)
    await field('Name').fill('kept')
    await field('Weight decay').fill('0.25')
    await field('Runs, one per seed').fill('4')
    await leaveAndComeBack()
    expect([await name(), await field('Weight decay').inputValue(), await field('Runs, one per seed').inputValue()]).toEqual(['kept', '0.25', '4'])
    await start('Start 4 runs').waitFor()
  })

  it('keeps JSON that is not finished', async () => {
    const editor = form.page.getByRole('textbox', { name: 'Config as JSON' })
    await form.page.getByRole('button', { name: 'JSON', exact: true }).click()
    await editor.fill('{ "task": ')
    await leaveAndComeBack()
    expect(await editor.inputValue()).toBe('{ "task": ')
    await form.page.getByText('Not JSON yet').waitFor()
    await reload()
    expect(await editor.inputValue()).toBe('{ "task": ')
    await form.page.getByText('Not JSON yet').waitFor()
    await form.page.getByRole('button', { name: 'Form', exact: true }).click()
  })

  it('is as it was left when the page is loaded again, wherever that is', async () => {
    await reload()
    expect([await name(), await field('Weight decay').inputValue(), await field('Runs, one per seed').inputValue()]).toEqual(['kept', '0.25', '4'])
    await form.page.getByRole('link', { name: 'Settings' }).click()
    await form.page.reload()
    await form.page.getByText('Check the store').waitFor()
    await form.page.getByRole('button', { name: 'New run' }).click()
    await start('Start 4 runs').waitFor()
    expect(await name()).toBe('kept')
  })

  it('starts over when asked to, and takes that back', async () => {
    await startOver().click()
    await expect.poll(name).toBe('')
    expect(await field('Weight decay').inputValue()).not.toBe('0.25')
    await form.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(name).toBe('kept')
    expect([await field('Weight decay').inputValue(), await field('Runs, one per seed').inputValue()]).toEqual(['0.25', '4'])
  })

  it('begins anew from the run or the preset that a link names, and gives back what had to go', async () => {
    await goTo(`new?from=${form.shell.runIds[0]}`)
    await form.page.getByRole('heading', { name: 'Duplicate of mainline' }).waitFor()
    expect(await name()).toBe('mainline copy')
    await form.page.getByRole('button', { name: 'Undo' }).click()
    await form.page.getByRole('heading', { name: 'New run' }).waitFor()
    expect(await name()).toBe('kept')
    await goTo('new?preset=minute')
    await form.page.getByRole('button', { name: 'Grokking in a minute', pressed: true }).waitFor()
    expect(await name()).toBe('')
  })

  it('forgets a copy in which nothing was changed', async () => {
    await goTo(`new?from=${form.shell.runIds[0]}`)
    await form.page.getByRole('heading', { name: 'Duplicate of mainline' }).waitFor()
    await leaveAndComeBack()
    await form.page.getByRole('heading', { name: 'New run' }).waitFor()
    expect(await name()).toBe('')
  })

  it('waits for the run that it copies where the page is loaded at its address', async () => {
    await goTo(`new?from=${form.shell.runIds[0]}`)
    await form.page.reload()
    await form.page.getByRole('heading', { name: 'Duplicate of mainline' }).waitFor()
  })

  it('is fresh again once its run is started', async () => {
    await field('Name').fill('x'.repeat(longestName))
    await field('Runs, one per seed').fill('2')
    await start('Start 2 runs').click()
    await form.page.getByRole('link', { name: /^x+… · seed \d+$/ }).first().waitFor()
    await form.page.getByRole('button', { name: 'New run' }).click()
    await form.page.getByRole('heading', { name: 'New run' }).waitFor()
    expect([await name(), await field('Runs, one per seed').inputValue()]).toEqual(['', '1'])
    await reload()
    expect(await name()).toBe('')
  })
})
