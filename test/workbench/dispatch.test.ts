import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { methods, type MethodName } from '../../shared/rpc.ts'
import { dispatch } from '../../src-main/workbench/dispatch.ts'
import { openTestWorkbench, temporaryFolder, type TestWorkbench } from './open-test-workbench.ts'

const names = Object.keys(methods) as MethodName[]
const runId = 'aaaaaaaaaa'

/** Sound parameters of each method, by way of what it requires. */
const sound: Partial<Record<MethodName, object>> = {
  'views.get': { key: 'a' }, 'views.set': { key: 'a', value: 1 },
  'runs.create': { config: {} }, 'runs.fork': { runId, step: 0 }, 'runs.annotate': { runId },
  'series.read': { runIds: [runId], names: ['train/loss'] }, 'snapshots.read': { runId, tensor: 'embedding', step: 0 },
  'inspect.projection': { runId, tensor: 'embedding', fit: 'each' }, 'inspect.plane': { runId, tensor: 'embedding', frequency: 1 },
  'inspect.spectrum': { runId, tensor: 'embedding' },
  'studies.get': { name: 'a', scale: 'small' }, 'studies.start': { name: 'a', scale: 'small' }, 'studies.stop': { name: 'a' },
  'measures.start': { runIds: [runId], names: ['ranks'] }, 'measures.cancel': { measurementIds: [1] },
  'export.figure': { spec: { kind: 'spectrum', run: 'a' }, format: 'svg' }, 'export.preview': { spec: { kind: 'spectrum', run: 'a' } }, 'export.data': { runIds: [runId], format: 'csv' },
  'import.bundle': { uploadId: '12345678' }
}
for (const name of names) {
  const entries = methods[name].parameters.entries
  if (sound[name] === undefined) sound[name] = { ...('runId' in entries ? { runId } : {}), ...('runIds' in entries ? { runIds: [runId] } : {}) }
}

describe('dispatch', () => {
  const { folder, remove } = temporaryFolder()
  let test: TestWorkbench
  let touched: string[] = []
  beforeAll(() => { test = openTestWorkbench(folder) })
  afterAll(async () => {
    await test.workbench.close()
    remove()
  })

  /** The workbench with every handler replaced by one that only notes that it was reached. */
  const watched = () => {
    touched = []
    return { handlers: new Proxy(test.workbench.handlers, { get: (_, name) => () => void touched.push(String(name)) }) }
  }

  it.each(names)('%s has a handler and takes sound parameters', async (name) => {
    expect(test.workbench.handlers[name]).toBeTypeOf('function')
    await dispatch(watched(), name, sound[name])
    expect(touched).toEqual([name])
  })

  it.each(names)('%s refuses a parameter that it does not know, before any work', async (name) => {
    const reply = await dispatch(watched(), name, { ...sound[name], surplus: 1 })
    expect(reply).toMatchObject({ ok: false, error: { code: 'request/invalid', message: expect.stringContaining('surplus') as string } })
    expect(touched).toEqual([])
  })

  it.each(names)('%s refuses parameters of the wrong type, before any work', async (name) => {
    for (const wrong of [null, undefined, 7, 'text', [1]]) {
      expect(await dispatch(watched(), name, wrong)).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
    }
    for (const key of Object.keys(sound[name] ?? {}).filter((one) => !['value', 'config'].includes(one))) {
      expect(await dispatch(watched(), name, { ...sound[name], [key]: { wrong: true } })).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
    }
    expect(touched).toEqual([])
  })

  it.each(['runs.explode', '', 'constructor', '__proto__', 'toString', 'runs.list '])('refuses the unknown method %j', async (name) => {
    expect(await dispatch(test.workbench, name, {})).toMatchObject({ ok: false, error: { code: 'request/unknown-method' } })
  })

  it('answers a failure of a handler as an error, without its stack', async () => {
    const reply = await dispatch(test.workbench, 'runs.get', { runId })
    expect(reply).toMatchObject({ ok: false, error: { code: 'run/unknown' } })
    expect(JSON.stringify(reply)).not.toContain('.ts:')
  })

  it('calls a full disk by its name', async () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    const handlers = { ...test.workbench.handlers, 'settings.get': () => { throw full } }
    expect(await dispatch({ handlers }, 'settings.get', {})).toMatchObject({ ok: false, error: { code: 'disk/full' } })
  })
})
