import { describe, expect, it } from 'vitest'
import { bridgeError, type Bridge } from '../../shared/bridge.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { CallTable, connectionLost } from '../../src-renderer/host/call-table.ts'
import { ElectronHost } from '../../src-renderer/host/electron-host.ts'

interface Request { id: number; method: string; parameters: unknown }

/** The far side of the preload's bridge, in the hands of a test. */
function openBridge() {
  const requests: Request[] = []
  let listener: (bytes: Uint8Array) => void = () => undefined
  const bridge: Bridge = {
    send: (bytes) => { requests.push(decodeMessage(bytes) as Request) },
    onMessage: (given) => { listener = given; return () => undefined },
    saveExport: (exportId, fileName) => Promise.resolve(`${exportId} ${fileName}` === 'e1 curves.csv'),
    chooseImport: () => Promise.resolve(null)
  }
  return { bridge, requests, say: (message: unknown) => listener(encodeMessage(message)) }
}

describe('calls through a transport', () => {
  it('find their answers whatever the order, typed arrays included', async () => {
    const { bridge, requests, say } = openBridge()
    const host = new ElectronHost(bridge)
    const queue = host.call('queue.get', {})
    const steps = host.call('checkpoints.list', { runId: 'abcdefghij' })
    const snapshot = host.call('snapshots.read', { runId: 'abcdefghij', tensor: 'embedding', step: 3 })
    expect(requests.map(({ method }) => method)).toEqual(['queue.get', 'checkpoints.list', 'snapshots.read'])
    say({ id: requests[2]?.id, reply: { ok: true, value: { shape: [2], data: Float32Array.of(1.5, -2) } } })
    say({ id: requests[1]?.id, reply: { ok: true, value: [0, 100] } })
    say({ id: requests[0]?.id, reply: { ok: true, value: { training: [], queued: [], secondsLeft: null } } })
    expect(await queue).toEqual({ training: [], queued: [], secondsLeft: null })
    expect(await steps).toEqual([0, 100])
    expect([...(await snapshot).data]).toEqual([1.5, -2])
  })

  it('reject with the error that the workbench gave, its code and detail kept', async () => {
    const { bridge, requests, say } = openBridge()
    const call = new ElectronHost(bridge).call('runs.get', { runId: 'abcdefghij' })
    say({ id: requests[0]?.id, reply: { ok: false, error: { code: 'run/unknown', message: 'There is no such run.', detail: { near: 'abc' } } } })
    await expect(call).rejects.toMatchObject({ name: 'GrokscopeError', code: 'run/unknown', message: 'There is no such run.', detail: { near: 'abc' } })
  })

  it('all fail when the line is lost', async () => {
    const table = new CallTable()
    const call = table.call('queue.get', {}, () => undefined)
    table.rejectAll(connectionLost())
    await expect(call).rejects.toMatchObject({ code: 'connection/lost' })
  })

  it('refuse a message that is none of the contract', () => {
    const table = new CallTable()
    for (const message of [null, 7, { event: 'runs.stolen', payload: {} }, { id: '1', reply: { ok: true } }, { id: 1 }]) {
      expect(() => table.receive(encodeMessage(message))).toThrow('does not know')
    }
  })
})

describe('events', () => {
  it('reach those who listen, and no longer those who stopped', () => {
    const { bridge, say } = openBridge()
    const host = new ElectronHost(bridge)
    const heard: string[][] = []
    const stop = host.on('runs.changed', ({ runIds }) => heard.push(runIds))
    say({ event: 'runs.changed', payload: { runIds: ['a'] } })
    say({ event: 'message', payload: { level: 'info', text: 'not for us' } })
    stop()
    say({ event: 'runs.changed', payload: { runIds: ['b'] } })
    expect(heard).toEqual([['a']])
  })
})

describe('files in the Electron shell', () => {
  it('go through the bridge and its native dialogs', async () => {
    const host = new ElectronHost(openBridge().bridge)
    expect(await host.saveExport({ exportId: 'e1', fileName: 'curves.csv', mediaType: 'text/csv', sizeBytes: 3 })).toBe(true)
    expect(await host.chooseImport()).toBeNull()
    expect([host.kind, host.connection]).toEqual(['electron', 'open'])
  })

  it('fail with the code that the message carries, else as internal', async () => {
    const { bridge } = openBridge()
    const failing = (error: unknown) => {
      const reject = () => Promise.reject(error)
      return new ElectronHost({ ...bridge, chooseImport: reject, saveExport: reject })
    }
    const told = failing(bridgeError({ code: 'file/unwritable', message: 'curves.csv could not be written: disk full.' }))
    const file = { exportId: 'e1', fileName: 'curves.csv', mediaType: 'text/csv', sizeBytes: 3 }
    await expect(told.saveExport(file)).rejects.toMatchObject(
      { name: 'GrokscopeError', code: 'file/unwritable', message: 'curves.csv could not be written: disk full.' })
    for (const error of [new Error('the bridge fell'), new Error('constructor: no code'), 'text']) {
      const message = error instanceof Error ? error.message : error
      await expect(failing(error).chooseImport()).rejects.toMatchObject({ name: 'GrokscopeError', code: 'internal', message })
    }
  })
})
