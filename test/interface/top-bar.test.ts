import { afterAll, beforeAll, expect, it } from 'vitest'
import { startInterface, type InterfaceShell } from './shell.ts'

let shell: InterfaceShell
beforeAll(async () => { shell = await startInterface(5) })
afterAll(() => shell.close())

it.each([900, 1280])('has the queue beside the search, however much it has to say, %d wide', async (width) => {
  const [first = '', ...others] = shell.runIds
  // The last run has a name that is longer than the bar is wide.
  const { page, close } = await shell.open(`runs/${others[3]}`, { width })
  shell.announce('queue.changed', { training: [first], queued: others, secondsLeft: 99 * 3600 })
  const banner = page.getByRole('banner')
  const queue = banner.getByRole('button', { name: '1 training, 4 queued, 4 d 3 h left' })
  await queue.waitFor()
  const search = await banner.getByRole('button', { name: 'Search runs and commands' }).boundingBox()
  const box = await queue.boundingBox()
  const start = await banner.getByRole('button', { name: 'New run' }).boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual((search?.x ?? 0) + (search?.width ?? 0))
  expect((start?.x ?? 0) + (start?.width ?? 0)).toBeLessThanOrEqual(width)
  await close()
})
