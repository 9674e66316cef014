import { afterAll, beforeAll, expect, it } from 'vitest'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

let shell: InterfaceShell
let window: Window
beforeAll(async () => {
  shell = await startInterface(5)
  // The fifth run has a name that is longer than the panel is wide.
  window = await shell.open(`compare?runs=${shell.runIds[4]}`)
})
afterAll(async () => {
  expect(window.complaints).toEqual([])
  await shell.close()
})

it.each([0.6, 0.85])('says whose curve is pointed at, all of it inside the panel, at %f of its width', async (share) => {
  const { page } = window
  const plot = page.getByRole('slider', { name: 'Step cursor of Accuracy' })
  await page.locator('canvas').first().waitFor()
  await window.settled()
  const room = await plot.boundingBox()
  if (room === null) throw new Error('the plot is not there')
  // Training accuracy is 1 there.
  await page.mouse.move(room.x + room.width * share, room.y + 8)
  const series = plot.getByText('train accuracy', { exact: true })
  await series.waitFor()
  const boxes = [await series.boundingBox(), await plot.locator('.pointed').boundingBox()]
  for (const box of boxes) {
    expect(box?.x).toBeGreaterThanOrEqual(room.x)
    expect(box?.y).toBeGreaterThanOrEqual(room.y)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(room.x + room.width)
  }
  const [words, frame] = boxes.map((box) => (box?.x ?? 0) + (box?.width ?? 0))
  expect(words).toBeLessThanOrEqual(frame)
})
