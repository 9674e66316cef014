import { describe, expect, it } from 'vitest'
import { presetGroups, presets } from '../../shared/config/presets.ts'
import { seriousViolations } from './accessibility.ts'
import { openNewRunForm } from './new-run-form.ts'

describe('the presets of a new run', () => {
  const form = openNewRunForm('new')

  const group = (name: string) => form.page.getByRole('group', { name, exact: true })

  it('are few at first, and all of them under the heading of their paper when asked for', async () => {
    expect(await group('Presets').getByRole('button').count()).toBe(6)
    await form.page.getByRole('button', { name: `All ${presets.length} presets` }).click()
    for (const { title, presets: own } of presetGroups) {
      await form.page.getByRole('heading', { name: title }).waitFor()
      expect(await group(title).getByRole('button').count()).toBe(own.length)
    }
    await form.window.settled()
    expect(await seriousViolations(form.page)).toEqual([])
  })

  it('fold up again around the chosen one', async () => {
    await form.page.getByRole('button', { name: 'Strip hole' }).click()
    await group('Presets').getByRole('button', { name: 'Strip hole', pressed: true }).waitFor()
    expect(await group('Presets').getByRole('button').count()).toBe(7)
  })
})
