import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

describe('the notes of a run', () => {
  let shell: InterfaceShell
  let window: Window
  beforeAll(async () => {
    shell = await startInterface(2)
    window = await shell.open(`runs/${shell.runIds[0]}`)
  })
  afterAll(async () => {
    expect(window.complaints).toEqual([])
    await shell.close()
  })

  const notes = () => window.page.getByLabel('Notes')
  const kept = async (place: number) => (await shell.workbench.handlers['runs.get']({ runId: shell.runIds[place] })).notes

  it('are kept while the field has the focus, and typing goes on in them', async () => {
    await notes().fill('')
    await notes().pressSequentially('tried')
    await expect.poll(() => kept(0)).toBe('tried')
    await notes().pressSequentially(' again')
    expect(await notes().inputValue()).toBe('tried again')
    await expect.poll(() => kept(0)).toBe('tried again')
  })

  it('are there after a reload right behind the last key', async () => {
    await notes().fill('before the reload')
    await window.page.reload()
    await expect.poll(() => notes().inputValue()).toBe('before the reload')
  })

  it('are those of the run that they were typed on, where another is looked at next', async () => {
    await notes().fill('of the first')
    await window.page.evaluate((id) => { location.hash = `#/runs/${id}` }, shell.runIds[1])
    await expect.poll(() => kept(0)).toBe('of the first')
    expect([await kept(1), await notes().inputValue()]).not.toContain('of the first')
  })
})
