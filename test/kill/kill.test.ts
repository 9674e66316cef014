import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endedStates } from '../../shared/run.ts'
import { openStore } from '../../src-main/store/open.ts'
import type { Workbench } from '../../src-main/workbench/workbench.ts'
import { isAlive } from '../cli/run-command.ts'
import { temporaryFolder } from '../workbench/open-test-workbench.ts'
import { call, curves, expectNothingLost, lastSteps, openWithLogs, readLogs, smallRun } from './trio.ts'

/** How often each is killed; `npm run test:kill` sets 20. */
const kills = Number(process.env.GROKSCOPE_KILLS ?? '2')
/** As few as are compiled through XLA, which is what a long run is. */
const steps = 2000
const seeds = [1, 2, 3]
const limitMs = 120_000

const { folder, remove } = temporaryFolder()
afterAll(remove)

function freshPlace(name: string): { home: string; logs: string } {
  const place = { home: path.join(folder, name, 'home'), logs: path.join(folder, name, 'logs') }
  mkdirSync(place.logs, { recursive: true })
  return place
}

/** States of the runs once nothing more happens to any of them. */
function atRest(workbench: Workbench, runIds: readonly string[]): Promise<string[]> {
  return new Promise((resolve) => {
    const look = () => {
      const states = runIds.map((runId) => workbench.store.getRun(runId).state)
      if (states.every((state) => endedStates.includes(state))) resolve(states)
    }
    workbench.on('runs.changed', look)
    look()
  })
}

/** Waits for a random moment at which all three train: at or soon after a step of the fastest that is drawn from what lies before it. */
async function randomMoment(logs: string): Promise<void> {
  const reached = () => lastSteps(logs)
  while (reached().filter((step) => step >= 0).length < seeds.length) await wait(20)
  const now = Math.max(...reached())
  const step = now + Math.random() * (0.8 * steps - now)
  while (Math.max(...reached()) < step) await wait(20)
  await wait(Math.random() * 200)
}

async function createTrio(workbench: Workbench): Promise<string[]> {
  await call(workbench, 'settings.set', { concurrentRuns: 3, threadsPerRun: 1 })
  const runs = []
  for (const seed of seeds) runs.push(await call(workbench, 'runs.create', { config: smallRun(seed, steps) }))
  return runs.map((run) => run.id)
}

/** The curves of the three runs when nothing happens to them. */
let undisturbed: Record<string, string>[]
beforeAll(async () => {
  const { home, logs } = freshPlace('undisturbed')
  const workbench = await openWithLogs(home, logs)
  const runIds = await createTrio(workbench)
  expect(await atRest(workbench, runIds)).toEqual(['finished', 'finished', 'finished'])
  undisturbed = runIds.map((runId) => curves(workbench.store, runId))
  await workbench.close()
}, limitMs)

/** Resumes what was interrupted and expects the very curves of the runs that nothing happened to. */
async function expectResumed(workbench: Workbench, runIds: readonly string[]): Promise<void> {
  const interrupted = runIds.filter((runId) => workbench.store.getRun(runId).state === 'interrupted')
  if (interrupted.length > 0) await call(workbench, 'runs.resume', { runIds: interrupted })
  expect(await atRest(workbench, runIds)).toEqual(['finished', 'finished', 'finished'])
  expect(runIds.map((runId) => curves(workbench.store, runId))).toEqual(undisturbed)
  expect(workbench.store.check()).toEqual([])
}

describe(`kill -9 at a random moment while three runs train, ${kills} times`, () => {
  it.each(Array.from({ length: kills }, (_, index) => index))('of a trainer (%i): nothing older than a second is lost, the others go on, it resumes bit by bit', async (index) => {
    const { home, logs } = freshPlace(`trainer-${index}`)
    const workbench = await openWithLogs(home, logs)
    const runIds = await createTrio(workbench)
    await randomMoment(logs)
    const victim = readLogs(logs)[index % seeds.length]?.process ?? NaN
    const killedAt = Date.now()
    process.kill(victim, 'SIGKILL')
    const states = await atRest(workbench, runIds)
    expectNothingLost(workbench.store, runIds, readLogs(logs), killedAt)
    expect(states.sort()).toEqual(['finished', 'finished', 'interrupted'])
    await expectResumed(workbench, runIds)
    await workbench.close()
  }, limitMs)

  it.each(Array.from({ length: kills }, (_, index) => index))('of the application (%i): nothing older than a second is lost, no trainer is left, all resume bit by bit', async (index) => {
    const { home, logs } = freshPlace(`application-${index}`)
    const application = spawn(process.execPath, [fileURLToPath(new URL('application.ts', import.meta.url)), home, logs, String(steps)], { stdio: ['ignore', 'ignore', 'inherit'] })
    const gone = new Promise((resolve) => { application.once('exit', resolve) })
    await randomMoment(logs)
    const killedAt = Date.now()
    application.kill('SIGKILL')
    await gone
    const deadline = Date.now() + 10_000
    while (readLogs(logs).some((log) => isAlive(log.process)) && Date.now() < deadline) await wait(50)
    expect(readLogs(logs).filter((log) => isAlive(log.process))).toEqual([])
    const left = openStore(home, { readOnly: true })
    expectNothingLost(left, left.listRuns().map((run) => run.id), readLogs(logs), killedAt)
    left.close()
    const workbench = await openWithLogs(home, logs)
    const runs = workbench.store.listRuns().toSorted((a, b) => a.config.seed - b.config.seed)
    expect(runs.map((run) => run.state)).toEqual(['interrupted', 'interrupted', 'interrupted'])
    await expectResumed(workbench, runs.map((run) => run.id))
    await workbench.close()
  }, limitMs)
})
