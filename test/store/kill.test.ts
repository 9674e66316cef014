import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { create, open, temporaryFolder } from './fixtures.ts'
import { randomGenerator } from './random.ts'

const kills = 20

/** Lets a process write to the run and kills it at a moment of its work; returns the last step that it said was committed. */
async function writeAndKill(folder: string, id: string, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'store-writer.ts'), folder, id], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text })
  await once(child.stdout, 'data')
  await wait(milliseconds)
  child.kill('SIGKILL')
  await once(child, 'close')
  const [last] = output.split('\n').slice(0, -1).slice(-1)
  return Number(last)
}

it(`a process killed at ${kills} moments loses nothing that it had committed`, async () => {
  const folder = temporaryFolder()
  const first = open(folder)
  const { id } = create(first)
  first.close()
  const random = randomGenerator(5)
  for (let kill = 0; kill < kills; kill++) {
    const acknowledged = await writeAndKill(folder, id, 60 * random())
    const store = open(folder, { readOnly: false })
    expect(store.check()).toEqual([])
    const [{ steps, values }] = store.readSeries(id, { names: ['accuracy'] })
    const last = steps[steps.length - 1]
    expect(last).toBeGreaterThanOrEqual(acknowledged)
    expect(steps.length).toBe(last + 1)
    expect(values.every((value, step) => value === 2 * step)).toBe(true)
    // All parts of a batch are there, or none.
    expect(store.getRun(id)).toMatchObject({ step: last, series: [{ lastStep: last }, { lastStep: last }, { lastStep: last }] })
    expect(store.readCheckpoint(id).step).toBe(last)
    expect(store.listCheckpoints(id)).toEqual([last])
    expect(store.readSnapshot(id, 'embedding', last).data[0]).toBe(last)
    store.close()
  }
}, 120_000)
