import os from 'node:os'
import type { Page } from 'playwright-core'
import { openStore } from '../../src-main/store/open.ts'
import { sampleRun } from '../charts/harness/samples.ts'
import { startInterface } from '../interface/shell.ts'

/**
 * What the charts reach in a real browser on the real server: 50 curves of 40,000 points, from the click to the picture;
 * frames per second while they are zoomed and panned; snapshots per second while 200 of them are scrubbed.
 */
const curves = 50
const points = 40_000
// A log-spaced schedule keeps fewer than it asks for, as the first steps are whole numbers.
const snapshots = 250
const goals = { firstPictureMs: 300, framesPerSecond: 30, snapshotsPerSecond: 30 }

function fill(home: string): string[] {
  const store = openStore(home, { readOnly: false })
  const ids = Array.from({ length: curves }, (_, index) => {
    const { record, series, snapshots: kept } = sampleRun({ index, last: points - 1, every: 1, snapshots: index === 0 ? snapshots : 0 })
    const run = store.createRun({ name: record.name, config: record.config, preset: null, parent: null, tags: [] })
    store.write(run.id, {
      points: [...series].filter(([name]) => index === 0 || name === 'test/loss').map(([name, { steps, values }]) => ({ name, steps, values })),
      snapshots: [...kept].map(([step, data]) => ({ tensor: 'embedding', step, shape: [113, 128], data })),
      changes: { state: 'finished', step: record.step, milestones: record.milestones }
    })
    return run.id
  })
  store.close()
  return ids
}

/** Milliseconds from the change of the address until so many pixels of the first chart are drawn on. */
function firstPicture(page: Page, address: string): Promise<number> {
  return page.evaluate(async (hash) => {
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const start = performance.now()
    location.hash = hash
    for (;;) {
      await new Promise((resolve) => { requestAnimationFrame(resolve) })
      const canvas = document.querySelector('canvas')
      if (!copy || !canvas || canvas.width === 0) continue
      Object.assign(copy.canvas, { width: canvas.width, height: canvas.height })
      copy.drawImage(canvas, 0, 0)
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height)
      let ink = 0
      for (let offset = 3; offset < data.length; offset += 4) if (data[offset] > 0) ink++
      // Axes and grid alone are less than a twentieth.
      if (ink > (canvas.width * canvas.height) / 20) return performance.now() - start
    }
  }, address)
}

/** Milliseconds of each frame while the first chart is zoomed in, panned there and back, and zoomed out. */
function zoomAndPan(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const plot = document.querySelector('.plot')
    if (!plot) throw new Error('there is no chart on the page')
    const { left, width, top } = plot.getBoundingClientRect()
    const pointer = { clientX: left + width / 2, clientY: top + 40, cancelable: true, bubbles: true }
    const turn = (wheel: WheelEventInit) => plot.dispatchEvent(new WheelEvent('wheel', { ...wheel, ...pointer }))
    const gestures = [
      ...Array.from({ length: 40 }, () => ({ deltaY: -15, ctrlKey: true })), ...Array.from({ length: 40 }, () => ({ deltaX: 12 })),
      ...Array.from({ length: 40 }, () => ({ deltaX: -12 })), ...Array.from({ length: 40 }, () => ({ deltaY: 15, ctrlKey: true }))
    ]
    const times: number[] = []
    let last = performance.now()
    for (const gesture of gestures) {
      turn(gesture)
      await new Promise((resolve) => { requestAnimationFrame(resolve) })
      const now = performance.now()
      times.push(now - last)
      last = now
    }
    return times
  })
}

/** Milliseconds of each frame while the slider goes through all snapshots. */
function scrub(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>('input[type=range][aria-label=Snapshot]')
    if (!slider) throw new Error('there is no slider on the page')
    const times: number[] = []
    let last = performance.now()
    for (let frame = 0; frame <= Number(slider.max); frame++) {
      slider.value = String(frame)
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => { requestAnimationFrame(resolve) })
      const now = performance.now()
      times.push(now - last)
      last = now
    }
    return times
  })
}

function perSecond(times: readonly number[]): { mean: number; median: number; slowest5: number } {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { mean: (1000 * times.length) / times.reduce((sum, time) => sum + time, 0), median: 1000 / at(0.5), slowest5: 1000 / at(0.95) }
}

type Rate = ReturnType<typeof perSecond>
const text = ({ mean, median, slowest5 }: Rate) => `${mean.toFixed(0)} mean, ${median.toFixed(0)} median, ${slowest5.toFixed(0)} at the 95th percentile`
const verdict = (isReached: boolean) => (isReached ? 'reached' : 'MISSED')
const line = (what: string, figures: string) => console.log(`${what.padEnd(30)} ${figures}`)

const shell = await startInterface(fill)
try {
  const window = await shell.open(`compare?runs=${shell.runIds[0]}&panels=Loss|log|test/loss&x=lin&columns=1`)
  await window.page.locator('canvas').first().waitFor()
  await window.settled()
  const pictures: number[] = []
  for (let round = 0; round < 5; round++) {
    await window.page.evaluate(() => { location.hash = '#/settings' })
    await window.page.getByText('Check the store').waitFor()
    pictures.push(await firstPicture(window.page, `#/compare?runs=${shell.runIds.join(',')}&panels=Loss|log|test/loss&x=lin&columns=1`))
  }
  await window.page.waitForTimeout(1000)
  const moving = perSecond(await zoomAndPan(window.page))
  await window.page.goto(`${shell.url}/#/inspect/${shell.runIds[0]}`)
  await window.page.getByText(/\d+ of 2\d\d/).waitFor()
  await window.page.waitForTimeout(1000)
  const frames = await scrub(window.page)
  const scrubbing = perSecond(frames)
  const picture = pictures.sort((a, b) => a - b)[2]
  const all = pictures.map((time) => time.toFixed(0)).join(', ')
  line('machine', `${os.cpus().length} processors, load ${os.loadavg()[0].toFixed(1)}, software rendering`)
  line(`${curves} curves × ${points} points`, `${picture.toFixed(0)} ms to the picture (median of ${all}); goal ${goals.firstPictureMs}: ${verdict(picture <= goals.firstPictureMs)}`)
  line('zoomed and panned', `${text(moving)} frames/s; goal ${goals.framesPerSecond}: ${verdict(moving.mean >= goals.framesPerSecond)}`)
  line(`${frames.length} snapshots scrubbed`, `${text(scrubbing)} snapshots/s; goal ${goals.snapshotsPerSecond}: ${verdict(scrubbing.mean >= goals.snapshotsPerSecond)}`)
  for (const complaint of window.complaints) console.log(`the page complained: ${complaint}`)
} finally {
  await shell.close()
}
