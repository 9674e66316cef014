import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

const patience = { timeout: 60_000 }

/** Takes a while to its first points, learns so slowly that no milestone is passed, and never ends by itself. */
const slow: RunConfigInput = {
  task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.5 }, model: { kind: 'quadratic-mlp', hiddenWidth: 512 },
  loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw', learningRate: 1e-7, weightDecay: 0 },
  measures: ['loss-and-accuracy', 'weight-norms'], schedule: { measure: { kind: 'every', steps: 2 } }, stop: { maximumSteps: 10_000_000 }
}

let shell: InterfaceShell
let runId: string
const windows: Window[] = []
const open = async (address: string) => {
  const window = await shell.open(address)
  windows.push(window)
  return window.page
}

beforeAll(async () => {
  shell = await startInterface(0)
  await shell.workbench.handlers['settings.set']({ backend: 'portable', concurrentRuns: 1 })
  const created = await shell.workbench.handlers['runs.create']({ config: slow, name: 'slow' })
  runId = created.id
})
afterAll(async () => {
  expect(windows.flatMap(({ complaints }) => complaints)).toEqual([])
  await shell.close()
})

it('shows curves from the first measured step on, and offers panels for what is measured', async () => {
  const page = await open(`runs/${runId}`)
  await page.getByText('No points yet').waitFor()
  await page.locator('canvas').first().waitFor(patience)
  await page.getByRole('button', { name: 'Panels' }).click()
  await page.getByRole('menuitemcheckbox', { name: /Weight norm/ }).first().waitFor()
  const { state, milestones } = await shell.workbench.handlers['runs.get']({ runId })
  expect([state, milestones]).toEqual(['training', { memorization: null, generalization: null }])
})

it('says in the top bar how long the queue still takes, from the first run on', async () => {
  const page = await open(`runs/${runId}`)
  await page.getByRole('banner').getByRole('button', { name: /^1 training, .* left$/ }).waitFor(patience)
})
