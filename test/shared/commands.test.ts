import { describe, expect, it } from 'vitest'
import { commandIds, commands, type Command } from '../../shared/commands.ts'

const all: readonly Command[] = Object.values(commands)
const given = (values: readonly (string | null | undefined)[]) => values.filter((value) => value !== null && value !== undefined)

describe('the table of commands', () => {
  it('gives no key twice, in the menu or in the page', () => {
    for (const keys of [given(all.map((command) => command.accelerator)), given(all.map((command) => command.keys))]) {
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('has accelerators that Electron reads', () => {
    for (const accelerator of given(all.map((command) => command.accelerator))) expect(accelerator).toMatch(/^CommandOrControl\+(Shift\+)?([A-Z0-9]|,)$/)
  })

  it('names every command once, in plain words', () => {
    expect(new Set(all.map(({ label }) => label)).size).toBe(commandIds.length)
    for (const { label } of all) expect(label).toMatch(/^[A-Z][a-z ]+$/)
  })

  it('leads to every page of the frame', () => {
    expect(commandIds).toEqual(expect.arrayContaining(['go.runs', 'go.compare', 'go.inspect', 'go.studies', 'go.figures', 'go.bin', 'go.settings', 'run.new']))
  })
})
