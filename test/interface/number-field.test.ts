import { describe, expect, it } from 'vitest'
import { openNewRunForm } from './new-run-form.ts'

describe('a number in the form of a new run', () => {
  const form = openNewRunForm('new?preset=minute')
  const { field } = form
  const summary = () => form.page.getByRole('complementary', { name: 'Summary' })
  async function retype(label: string, text: string): Promise<void> {
    await field(label).fill('')
    await field(label).pressSequentially(text)
  }

  it('stays as it is typed, whatever it means on the way', async () => {
    const rate = field('Learning rate')
    await retype('Learning rate', '0.001')
    await rate.press('End')
    await rate.press('Backspace')
    expect(await rate.inputValue()).toBe('0.00')
    await rate.press('2')
    expect(await rate.inputValue()).toBe('0.002')
    await summary().getByText('0.002').waitFor()
  })

  it('is shown as it was understood once the field is left', async () => {
    await retype('At most', '12,000')
    expect(await field('At most').inputValue()).toBe('12,000')
    await field('At most').press('Tab')
    expect(await field('At most').inputValue()).toBe('12000')
    await retype('Learning rate', '0,0030')
    await field('Learning rate').press('Tab')
    expect(await field('Learning rate').inputValue()).toBe('0.003')
  })

  it('is refused where it may mean two things, with both of them named', async () => {
    await retype('Weight decay', '1,234')
    await form.page.getByRole('alert').getByText('expected 1234 or 1.234, got "1,234"').waitFor()
    expect(await form.page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true)
    await retype('Weight decay', '1.234')
    await expect.poll(() => form.page.getByRole('alert').count()).toBe(0)
  })

  it('is that of the preset that is chosen', async () => {
    await form.page.getByRole('group', { name: 'Presets' }).getByRole('button').nth(1).click()
    await expect.poll(() => field('Weight decay').inputValue()).toBe('1')
  })
})
