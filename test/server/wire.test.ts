import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { SeriesData, ServerMessage } from '../../shared/rpc.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { receiveUpload } from '../../src-main/server/uploads.ts'
import { openTestServer, type TestServer } from './open-test-server.ts'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

let test: TestServer
let cookie: string
let origin: string
beforeEach(async () => {
  test = await openTestServer()
  cookie = await test.cookie()
  origin = `http://127.0.0.1:${test.server.port}`
})
afterEach(() => test.close())

/** A page's end of the wire. */
async function connect() {
  const socket = new WebSocket(`ws://127.0.0.1:${test.server.port}/rpc`, { headers: { Cookie: cookie, Origin: origin } })
  const messages: ServerMessage[] = []
  const waiting = new Map<number, (message: Extract<ServerMessage, { id: number }>) => void>()
  socket.on('message', (data: Buffer) => {
    const message = decodeMessage(data) as ServerMessage
    messages.push(message)
    if ('id' in message) waiting.get(message.id)?.(message)
  })
  const closed = new Promise<number>((resolve) => { socket.once('close', resolve) })
  socket.on('error', () => undefined)
  await new Promise((resolve) => { socket.once('open', resolve) })
  let next = 1
  const call = (method: string, parameters: unknown) => new Promise<Extract<ServerMessage, { id: number }>['reply']>((resolve) => {
    const id = next++
    waiting.set(id, ({ reply }) => resolve(reply))
    socket.send(encodeMessage({ id, method, parameters }))
  })
  return { socket, messages, closed, call }
}

describe('the wire', () => {
  it('carries calls, replies with typed arrays, refusals and events', async () => {
    const { call, messages, socket } = await connect()
    expect(await call('app.info', {})).toMatchObject({ ok: true, value: { version: '1.2.3', readOnly: null } })
    const { id } = await test.create(30)
    await test.until(id, 'finished')
    const reply = await call('series.read', { runIds: [id], names: ['train/loss'] })
    expect((reply as { value: SeriesData[] }).value[0]?.steps).toEqual(Float64Array.from({ length: 31 }, (_, step) => step))
    expect(await call('runs.get', { runId: 'short' })).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
    expect(await call('runs.explode', {})).toMatchObject({ ok: false, error: { code: 'request/unknown-method' } })
    const events = messages.flatMap((message) => ('event' in message ? [message.event] : []))
    expect(new Set(events)).toEqual(new Set(['runs.changed', 'queue.changed', 'run.preparing', 'run.progress', 'run.points', 'run.snapshot']))
    socket.terminate()
  })

  const garbage: [string, number, string | Uint8Array][] = [
    ['text', 1003, '{"id":1}'], ['bytes that are no message', 1007, Uint8Array.of(0xc1)], ['nothing', 1007, new Uint8Array()],
    ['a message without a method', 1007, encodeMessage({ id: 1 })], ['a message with more than the contract has', 1007, encodeMessage({ id: 1, method: 'app.info', parameters: {}, more: 1 })],
    ['a method that is no text', 1007, encodeMessage({ id: 1, method: 5, parameters: {} })], ['more bytes than are taken', 1009, new Uint8Array(17 * 2 ** 20)],
    ['nesting without end', 1007, new Uint8Array(2 ** 20).fill(0x91)]
  ]
  it.each(garbage)('is closed at %s (%i)', async (_, code, bytes) => {
    const { socket, closed } = await connect()
    socket.send(bytes)
    expect(await closed).toBe(code)
    expect((await (await connect()).call('app.info', {})).ok).toBe(true)
  })

  it('is closed at more calls at once than it takes', async () => {
    const { socket, closed } = await connect()
    for (let id = 0; id < 2000; id++) socket.send(encodeMessage({ id, method: 'app.info', parameters: {} }))
    expect([1008, 'answered']).toContain(await Promise.race([closed, new Promise((resolve) => setTimeout(() => resolve('answered'), 1000))]))
    socket.terminate()
  })

  it('leaves no listener behind when a page goes', async () => {
    const before = await connect()
    before.socket.terminate()
    await before.closed
    await test.until((await test.create(30)).id, 'finished')
    expect(before.messages).toEqual([])
  })
})

describe('files', () => {
  it('are downloaded once they are prepared, and no longer than that', async () => {
    const { id } = await test.until((await test.create(30)).id, 'finished')
    await test.call('runs.annotate', { runId: id, name: 'Ünïcode "run"' })
    const prepared = await test.call('export.data', { runIds: [id], format: 'csv' })
    const { status, headers, body } = await test.ask(`/exports/${prepared.exportId}`, { Cookie: cookie })
    expect([status, headers['content-type'], body.split('\r\n')[0]]).toEqual([200, 'text/csv', 'run,name,series,step,value'])
    expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/)
    expect(Number(headers['content-length'])).toBe(prepared.sizeBytes)
    test.workbench.prepared.discard(prepared.exportId)
    expect((await test.ask(`/exports/${prepared.exportId}`, { Cookie: cookie })).status).toBe(404)
    for (const other of ['x', '..%2fgrokscope.sqlite', '']) expect((await test.ask(`/exports/${other}`, { Cookie: cookie })).status).toBe(404)
  })

  it('are uploaded, imported and removed', async () => {
    const { id } = await test.until((await test.create(30)).id, 'finished')
    const prepared = await test.call('export.bundle', { runIds: [id] })
    const file = test.workbench.prepared.find(prepared.exportId).path
    const bytes = (await import('node:fs')).readFileSync(file)
    expect(createHash('sha256').update(bytes).digest('hex')).toHaveLength(64)
    const { status, body } = await test.ask('/imports', { Cookie: cookie, Origin: origin }, { method: 'POST', body: bytes })
    expect(status).toBe(200)
    const { uploadId } = JSON.parse(body) as { uploadId: string }
    expect(await test.call('import.bundle', { uploadId })).toEqual({ imported: [], alreadyThere: [id] })
    await expect(test.call('import.bundle', { uploadId })).rejects.toMatchObject({ code: 'request/invalid' })
    expect(leftovers()).toEqual([])
  })

  it('that are no bundle are refused and leave nothing behind', async () => {
    const { body } = await test.ask('/imports', { Cookie: cookie, Origin: origin }, { method: 'POST', body: 'no bundle at all' })
    const { uploadId } = JSON.parse(body) as { uploadId: string }
    await expect(test.call('import.bundle', { uploadId })).rejects.toMatchObject({ code: 'bundle/invalid' })
    expect(leftovers()).toEqual([])
  })

  it('that are too large are refused while they come, and leave nothing behind', async () => {
    const upload = new IncomingMessage(new Socket())
    const received = receiveUpload(test.workbench, upload, 1000)
    upload.push(Buffer.alloc(800))
    upload.push(Buffer.alloc(800))
    upload.push(null)
    await expect(received).rejects.toMatchObject({ code: 'bundle/too-large' })
    expect(leftovers()).toEqual([])
    const announced = new IncomingMessage(new Socket())
    announced.headers['content-length'] = '1001'
    await expect(receiveUpload(test.workbench, announced, 1000)).rejects.toMatchObject({ code: 'bundle/too-large' })
  })

  it('are gone when the workbench closes', async () => {
    const { id } = await test.until((await test.create(30)).id, 'finished')
    const prepared = await test.call('export.data', { runIds: [id], format: 'json' })
    const file = test.workbench.prepared.find(prepared.exportId).path
    expect(existsSync(file)).toBe(true)
    await test.workbench.close()
    expect(existsSync(path.dirname(file))).toBe(false)
  })

  const leftovers = () => {
    const exports = path.join(test.folder, 'exports')
    return readdirSync(exports).flatMap((session) => readdirSync(path.join(exports, session))).filter((name) => name.startsWith('upload'))
  }
})
