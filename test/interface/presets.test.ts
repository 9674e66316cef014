import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presetGroups, presets } from '../../shared/config/presets.ts'
import { seriousViolations } from './accessibility.ts'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

describe('the presets of a new run', () => {
  let shell: InterfaceShell
  let window: Window
  beforeAll(async () => {
    shell = await startInterface(0)
    window = await shell.open('new')
    await window.page.getByText('What this means').waitFor()
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })

  const group = (name: string) => window.page.getByRole('group', { name, exact: true })

  it('are few at first, and all of them under the heading of their paper when asked for', async () => {
    expect(await group('Presets').getByRole('button').count()).toBe(6)
    await window.page.getByRole('button', { name: `All ${presets.length} presets` }).click()
    for (const { title, presets: own } of presetGroups) {
      await window.page.getByRole('heading', { name: title }).waitFor()
      expect(await group(title).getByRole('button').count()).toBe(own.length)
    }
    await window.settled()
    expect(await seriousViolations(window.page)).toEqual([])
  })

  it('fold up again around the chosen one', async () => {
    await window.page.getByRole('button', { name: 'Strip hole' }).click()
    await group('Presets').getByRole('button', { name: 'Strip hole', pressed: true }).waitFor()
    expect(await group('Presets').getByRole('button').count()).toBe(7)
  })
})
