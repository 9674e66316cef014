import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startInterface, type InterfaceShell, type Window } from '../../interface/shell.ts'

describe('the toolbar of a comparison', () => {
  let shell: InterfaceShell
  const windows: Window[] = []
  beforeAll(async () => { shell = await startInterface(6) })
  afterAll(async () => {
    expect(windows.flatMap(({ complaints }) => complaints)).toEqual([])
    await shell.close()
  })

  /** The names of the controls, line by line from above. */
  async function lines(width: number, choices: string): Promise<string[][]> {
    const window = await shell.open(`compare?runs=${shell.runIds.join(',')}${choices}`, { width })
    windows.push(window)
    const { page } = window
    await page.getByRole('button', { name: 'Add panel', disabled: false }).waitFor()
    await window.settled()
    const controls = page.getByRole('region', { name: 'Comparison' }).locator('.toolbar').locator('button[title], button[aria-pressed], input').filter({ visible: true })
    const found = await controls.evaluateAll((elements) => elements.map((element) => {
      const { top, bottom, right } = element.getBoundingClientRect()
      return { middle: Math.round((top + bottom) / 2), right, name: element.getAttribute('title') ?? element.getAttribute('aria-label') ?? element.textContent.trim() }
    }))
    for (const { right } of found) expect(right).toBeLessThanOrEqual(width)
    const middles = [...new Set(found.map(({ middle }) => middle))].sort((a, b) => a - b)
    return middles.map((line) => found.filter(({ middle }) => middle === line).map(({ name }) => name))
  }

  const view = ['Hide the list of runs', 'Scale of the step axis', 'Smoothing weight']
  const rest = ['Group', 'Line and band of a group', 'Columns', 'Add panel', 'Values', 'Config diff']

  it.each(['&group=optimizer.weightDecay', '&group=*&centre=median', '&group=optimizer.weightDecay&band=deviation&smooth=0.9'])(
    'has one line in a window 1,280 wide: %s', async (choices) => {
      expect(await lines(1280, choices)).toEqual([[...view, ...rest]])
    })

  it('has how the steps are seen on one line and what is shown on another where one has no room for both', async () => {
    expect(await lines(1024, '&group=optimizer.weightDecay')).toEqual([view, rest])
  })
})
