import type { Page, WebSocket } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientMessage, Parameters } from '../../shared/rpc.ts'
import { decodeMessage } from '../../shared/wire.ts'
import { seriousViolations } from '../interface/accessibility.ts'
import { startInterface, type InterfaceShell, type Window } from '../interface/shell.ts'

/** What the page asks the workbench, read off the wire. */
function watchCalls(page: Page): ClientMessage[] {
  const calls: ClientMessage[] = []
  const watch = (socket: WebSocket) => socket.on('framesent', ({ payload }) => {
    if (typeof payload !== 'string') calls.push(decodeMessage(payload) as ClientMessage)
  })
  page.on('websocket', watch)
  return calls
}

const readings = (calls: readonly ClientMessage[]) => calls.filter(({ method }) => method === 'series.read').map(({ parameters }) => parameters as Parameters<'series.read'>)
const plot = (page: Page, title: string) => page.getByRole('slider', { name: `Step cursor of ${title}` })

async function boxOf(page: Page, title: string) {
  const box = await plot(page, title).boundingBox()
  if (box === null) throw new Error(`the panel ${title} is not on the page`)
  return box
}

/** Number of pixels of a panel's canvas that are drawn on. */
function inkOf(page: Page, title: string): Promise<number> {
  return page.getByRole('region', { name: title, exact: true }).locator('canvas').first().evaluate((canvas) => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    if (!context || !(canvas instanceof HTMLCanvasElement)) return 0
    Object.assign(context.canvas, { width: canvas.width, height: canvas.height })
    context.drawImage(canvas, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let ink = 0
    for (let offset = 3; offset < data.length; offset += 4) if (data[offset] > 0) ink++
    return ink
  })
}

describe('charts on stored runs', () => {
  let shell: InterfaceShell
  let window: Window
  let page: Page
  let calls: ClientMessage[]
  beforeAll(async () => {
    shell = await startInterface(12)
    window = await shell.open('settings', { width: 1600, height: 1000 })
    page = window.page
    calls = watchCalls(page)
    await page.reload()
    await page.goto(`${shell.url}/#/compare?runs=${shell.runIds.slice(0, 5).join(',')}`)
    await plot(page, 'Loss').waitFor()
    await window.settled()
  })
  afterAll(async () => {
    await shell.close()
  })

  it('ask once for all runs and series, thinned to the width of a panel', async () => {
    await expect.poll(() => readings(calls).length).toBeGreaterThan(0)
    await window.settled()
    const asked = readings(calls)
    expect(asked).toHaveLength(1)
    expect(new Set(asked[0].runIds)).toEqual(new Set(shell.runIds.slice(0, 5)))
    expect(asked[0].pixels).toBeGreaterThanOrEqual(500)
    expect(asked[0].logarithmicSteps).toBe(true)
  })

  it('draw in every panel', async () => {
    for (const title of ['Loss', 'Accuracy', 'Weight norm', 'Gini of the embedding spectrum']) expect(await inkOf(page, title)).toBeGreaterThan(2000)
  })

  it('share one cursor: pointing at one panel moves the line in all of them and the values below', async () => {
    const box = await boxOf(page, 'Accuracy')
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40)
    const cursors = page.locator('.plot .cursor')
    await expect.poll(() => cursors.count()).toBe(4)
    const places = await cursors.evaluateAll((lines) => lines.map((line) => {
      const plotLeft = line.parentElement?.getBoundingClientRect().left ?? 0
      return Math.round(line.getBoundingClientRect().left - plotLeft)
    }))
    expect(Math.max(...places) - Math.min(...places)).toBeLessThanOrEqual(1)
    await page.getByText(/Values at step [\d\s]+/).waitFor()
  })

  it('step the cursor by the arrow keys from measured step to measured step', async () => {
    await plot(page, 'Accuracy').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await plot(page, 'Loss').getAttribute('aria-valuenow')).toBe('2')
  })

  it('zoom in all panels by dragging, read the visible part anew, and come back by a double click', async () => {
    const before = readings(calls).length
    const box = await boxOf(page, 'Loss')
    await page.mouse.move(box.x + box.width * 0.5, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 4 })
    await page.mouse.move(box.x + box.width * 0.75, box.y + 30, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => readings(calls).length).toBe(before + 1)
    const [asked] = readings(calls).slice(-1)
    expect(asked.fromStep).toBeGreaterThan(1)
    expect(asked.toStep).toBeLessThan(20_000)
    const shownSteps = async (title: string) => {
      const label = await page.getByRole('region', { name: title, exact: true }).getByRole('img').getAttribute('aria-label')
      return label?.match(/steps .* to [\d\s]+/)?.[0]
    }
    const zoomed = await shownSteps('Loss')
    expect(await shownSteps('Accuracy')).toBe(zoomed)
    await plot(page, 'Loss').dblclick({ position: { x: 50, y: 50 } })
    await expect.poll(() => shownSteps('Accuracy')).not.toBe(zoomed)
  })

  it('hide a run by a click, and show only one by Alt-click', async () => {
    const ink = await inkOf(page, 'Accuracy')
    const show = page.getByRole('button', { name: /^Show mainline/ })
    await show.first().click()
    await expect.poll(() => inkOf(page, 'Accuracy')).toBeLessThan(ink)
    await show.first().click({ modifiers: ['Alt'] })
    await expect.poll(() => page.locator('.swatch[aria-pressed=true]').count()).toBe(1)
    await page.getByRole('button', { name: 'Show all', exact: true }).click()
    await expect.poll(() => page.locator('.swatch[aria-pressed=true]').count()).toBe(5)
  })

  it('group runs with a band, and keep everything in the address', async () => {
    await page.getByRole('button', { name: 'Group', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: /optimizer\.weightDecay/ }).click()
    await page.locator('strong', { hasText: 'wd = 0.1' }).waitFor()
    await expect.poll(() => page.url()).toContain('group=optimizer.weightDecay')
    await expect.poll(() => readings(calls).at(-1)?.pixels).toBeUndefined()
    await page.reload()
    await page.locator('strong', { hasText: 'wd = 0.1' }).waitFor()
    await page.getByRole('button', { name: 'Group: wd' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'No groups' }).click()
  })

  it('show which config fields differ', async () => {
    await page.getByRole('button', { name: 'Config diff' }).click()
    const diff = page.getByRole('region', { name: 'Config diff' })
    await diff.getByRole('rowheader', { name: 'optimizer.weightDecay' }).waitFor()
    expect(await diff.getByRole('rowheader', { name: 'task.modulus' }).count()).toBe(0)
    await diff.getByLabel('differences only').uncheck()
    await diff.getByRole('rowheader', { name: 'task.modulus' }).waitFor()
    await page.getByRole('button', { name: 'Config diff' }).click()
  })

  it('offer their data as a table, and export it', async () => {
    await page.getByRole('button', { name: 'Menu of Accuracy' }).click()
    await page.getByRole('menuitem', { name: 'Show data as table' }).click()
    await page.getByRole('dialog').getByRole('cell', { name: 'train/accuracy' }).first().waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Menu of Accuracy' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export data as CSV' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.csv$/)
  })

  it('scrub an embedding: the slider moves scatter, spectrum and curves, and asks for nothing more', async () => {
    await page.goto(`${shell.url}/#/inspect/${shell.runIds[0]}`)
    const slider = page.getByRole('slider', { name: 'Snapshot' })
    await slider.waitFor()
    await page.getByText('5 of 5').waitFor()
    await window.settled()
    const before = calls.length
    await slider.focus()
    await page.keyboard.press('ArrowLeft')
    await page.getByText('4 of 5').waitFor()
    await page.getByRole('img', { name: /Embedding of mainline at step 4\s000/ }).waitFor()
    expect(await plot(page, 'Accuracy').getAttribute('aria-valuenow')).toBe('4000')
    expect(calls.slice(before).map(({ method }) => method)).toEqual([])
    expect(calls.filter(({ method }) => method === 'inspect.plane')).toHaveLength(1)
    expect(calls.filter(({ method }) => method === 'snapshots.read')).toEqual([])
  })

  it('show the kept tensor as a matrix, whose cells are read, and one colour scale for all steps', async () => {
    await page.getByRole('button', { name: 'Matrix' }).click()
    await page.getByRole('img', { name: /^embedding of mainline at step 4\s000: 113 by 16 values from −[\d.]+ to [\d.]+/ }).waitFor()
    await expect.poll(() => calls.filter(({ method }) => method === 'snapshots.read').length).toBe(5)
    await page.getByRole('img', { name: /^embedding of mainline/ }).hover({ position: { x: 100, y: 60 } })
    await page.getByText(/^token \d+, dimension \d+: /).waitFor()
    await page.getByRole('button', { name: 'Menu of embedding, 113 × 16' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export SVG' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.svg$/)
    await page.getByRole('button', { name: 'Points' }).click()
  })

  it('list the neighbours of the token that is pointed at, by the distances of the whole space', async () => {
    const chart = page.getByRole('img', { name: /Embedding of mainline/ })
    const box = await chart.boundingBox()
    if (box === null) throw new Error('the scatter is not on the page')
    for (let y = 0.3; y < 0.7 && (await page.getByText(/Neighbours of \d+/).count()) === 0; y += 0.02) {
      for (let x = 0.4; x < 0.7; x += 0.02) await page.mouse.move(box.x + box.width * x, box.y + box.height * y)
      await page.waitForTimeout(120)
    }
    await page.getByText(/Neighbours of \d+/).waitFor()
    expect(await page.locator('.neighbours li').count()).toBe(8)
  })

  it('edit a figure, whose preview is the file', async () => {
    await page.getByRole('button', { name: 'Menu of Fourier spectrum' }).click()
    await page.getByRole('menuitem', { name: 'Edit figure' }).click()
    await page.getByLabel('Title').fill('Spectrum before it groks')
    const image = page.getByRole('img', { name: 'Spectrum before it groks' })
    await image.waitFor()
    const drawnWidth = () => image.evaluate((shown) => (shown instanceof HTMLImageElement && shown.complete ? shown.naturalWidth : 0))
    await expect.poll(drawnWidth).toBeGreaterThan(100)
    await expect.poll(async () => decodeURIComponent(await image.getAttribute('src') ?? '')).toContain('<title id="title">Spectrum before it groks</title>')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export SVG' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.svg$/)
  })

  it('without an error on the console or anything against the content policy', () => {
    expect(window.complaints).toEqual([])
  })
})
