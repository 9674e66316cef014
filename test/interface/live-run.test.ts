import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { startInterface, type InterfaceShell, type Window } from './shell.ts'

const patience = { timeout: 60_000 }

/** Takes long to its first milestone, and never ends by itself. */
const slow: RunConfigInput = {
  task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.5 }, model: { kind: 'quadratic-mlp', hiddenWidth: 128 },
  loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw', learningRate: 3e-4, weightDecay: 0 },
  thresholds: { memorization: 1, generalization: 1 }, measures: ['loss-and-accuracy', 'weight-norms'], schedule: { measure: { kind: 'every', steps: 2 } }, stop: { maximumSteps: 10_000_000 }
}

let shell: InterfaceShell
let runId: string
/** Open before the run is made: its trainer takes longer to start than this page to come to it. */
let early: Page
const windows: Window[] = []
const open = async (address: string) => {
  const window = await shell.open(address)
  windows.push(window)
  return window.page
}

beforeAll(async () => {
  shell = await startInterface(0)
  await shell.workbench.handlers['settings.set']({ backend: 'portable', concurrentRuns: 1 })
  early = await open('runs')
  const created = await shell.workbench.handlers['runs.create']({ config: slow, name: 'slow' })
  runId = created.id
})
afterAll(async () => {
  expect(windows.flatMap(({ complaints }) => complaints)).toEqual([])
  await shell.close()
})

it('shows curves from the first measured step on, and offers panels for what is measured', async () => {
  await early.evaluate((id) => { location.hash = `#/runs/${id}` }, runId)
  await early.getByText('No points yet').waitFor()
  await early.locator('canvas').first().waitFor(patience)
  await early.getByRole('button', { name: 'Panels' }).click()
  await early.getByRole('menuitemcheckbox', { name: /Weight norm/ }).first().waitFor()
  const { state, milestones } = await shell.workbench.handlers['runs.get']({ runId })
  expect([state, milestones]).toEqual(['training', { memorization: null, generalization: null }])
})

it('says in the top bar how long the queue still takes, from the first run on', async () => {
  const page = await open(`runs/${runId}`)
  await page.getByRole('banner').getByRole('button', { name: /^1 training, .* left$/ }).waitFor(patience)
})

describe('the dialog that forks it', () => {
  let page: Page
  /** The trainer replaces its newest checkpoint while it trains, and keeps those of the schedule. */
  let kept: number[]
  const step = () => page.getByLabel('From the checkpoint at step')
  const suggested = () => page.getByRole('dialog').getByLabel('Name', { exact: true }).getAttribute('placeholder')
  beforeEach(async () => {
    kept = [0, 10, 25]
    shell.workbench.handlers['checkpoints.list'] = () => kept
    page = await open(`runs/${runId}`)
    await page.getByRole('button', { name: 'Fork', exact: true }).click(patience)
    await expect.poll(() => step().inputValue()).toBe('25')
  })

  it('goes on to the newest checkpoint as long as none was chosen', async () => {
    await page.getByLabel('Weight decay', { exact: true }).fill('0.5')
    kept = [0, 10, 40]
    await expect.poll(() => step().inputValue(), patience).toBe('40')
    expect(await suggested()).toBe('slow from 40')
    expect(await page.getByLabel('Weight decay', { exact: true }).inputValue()).toBe('0.5')
    expect(await page.getByRole('dialog').getByRole('status').count()).toBe(0)
  })

  it('stays at the chosen one while that is kept, and says where it is no more', async () => {
    await step().selectOption('10')
    kept = [0, 10, 40]
    await expect.poll(() => step().locator('option').allInnerTexts(), patience).toEqual(['0', '10', '40'])
    expect(await step().inputValue()).toBe('10')
    await step().selectOption('40')
    kept = [0, 10, 55]
    await page.getByRole('status').getByText('The checkpoint at step 40 is kept no more; this is the newest one.').waitFor(patience)
    expect(await step().inputValue()).toBe('55')
  })
})

describe('in the table of runs', () => {
  let page: Page
  beforeAll(async () => {
    await shell.workbench.handlers['views.set']({ key: 'runs.columns', value: { shown: ['train-loss', 'time'], hidden: [] } })
    page = await open('runs')
    await page.getByRole('row', { name: /slow/ }).waitFor()
  })

  /** The text under a head, in the only row. */
  const cell = async (head: string) => {
    const heads = await page.getByRole('columnheader').allInnerTexts()
    return page.getByRole('row', { name: /slow/ }).getByRole('gridcell').nth(heads.findIndex((text) => text.trim() === head)).innerText()
  }
  const changes = async (read: () => Promise<string | null>) => {
    const before = await read()
    await expect.poll(read, patience).not.toBe(before)
  }

  it('time and curve go on while it trains', async () => {
    await changes(() => cell('time'))
    await changes(() => page.getByRole('row', { name: /slow/ }).locator('polyline').getAttribute('points'))
  })

  it('a filter sees how far it is by now', async () => {
    const { step } = await shell.workbench.handlers['runs.get']({ runId })
    await page.getByLabel('Filter', { exact: true }).fill(`steps > ${step + 4}`)
    await page.getByText('No run passes the filter').waitFor()
    await page.getByRole('row', { name: /slow/ }).waitFor(patience)
  })
})
