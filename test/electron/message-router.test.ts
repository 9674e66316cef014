import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { channels } from '../../src-main/electron/channels.ts'
import { MessageRouter } from '../../src-main/electron/message-router.ts'
import type { PageRequest } from '../../src-main/electron/process-messages.ts'
import { IpcMain, ipcMain } from '../electron-stand-in/ipc.ts'

vi.mock('electron', async () => ({ ipcMain: (await import('../electron-stand-in/ipc.ts')).ipcMain }))

const frame = { url: 'app://grokscope/index.html', parent: null }

/** The page's side of Electron, with what was sent to it. */
class Contents extends EventEmitter {
  readonly heard: unknown[] = []
  send(channel: string, bytes: Uint8Array): void {
    expect(channel).toBe(channels.fromWorkbench)
    this.heard.push(decodeMessage(bytes))
  }
  isDestroyed(): boolean {
    return false
  }
}

function connect(isWorkbenchThere: () => boolean): { contents: Contents; asked: PageRequest[]; router: MessageRouter; request(id: number): void } {
  const asked: PageRequest[] = []
  const router = new MessageRouter({
    toWorkbench: (request) => isWorkbenchThere() && asked.push(request) > 0,
    saveExport: () => Promise.resolve(true),
    chooseImport: () => Promise.resolve('upload-id')
  })
  const contents = new Contents()
  router.attach(contents)
  const request = (id: number) => {
    ipcMain.emit(channels.toWorkbench, { sender: contents, senderFrame: frame }, encodeMessage({ id, method: 'app.info', parameters: {} }))
  }
  return { contents, asked, router, request }
}

afterEach(() => IpcMain.reset())

test('an answer reaches the page that asked, and no page after it', () => {
  const { contents, asked, router, request } = connect(() => true)
  contents.emit('did-navigate')
  request(1)
  request(2)
  router.toPage({ page: asked[0]?.page ?? null, id: 1, bytes: encodeMessage({ id: 1, reply: 'first' }) })
  contents.emit('did-navigate')
  router.toPage({ page: asked[1]?.page ?? null, id: 2, bytes: encodeMessage({ id: 2, reply: 'late' }) })
  router.toPage({ page: null, id: null, bytes: encodeMessage({ event: 'queue.changed' }) })
  expect(contents.heard).toEqual([{ id: 1, reply: 'first' }, { event: 'queue.changed' }])
})

test('every open request is refused when the workbench is gone, and none twice', () => {
  let isThere = true
  const { contents, asked, router, request } = connect(() => isThere)
  request(1)
  request(2)
  router.toPage({ page: asked[0]?.page ?? null, id: 1, bytes: encodeMessage({ id: 1, reply: 'done' }) })
  isThere = false
  router.rejectPending()
  router.rejectPending()
  request(3)
  const refusal: unknown = { ok: false, error: expect.objectContaining({ code: 'internal' }) }
  expect(contents.heard).toEqual([{ id: 1, reply: 'done' }, { id: 2, reply: refusal }, { id: 3, reply: refusal }])
})

test('files are asked for by trusted senders only', async () => {
  const { contents } = connect(() => true)
  const ask = (channel: string, event: object, ...values: unknown[]) => ipcMain.invoke(channel, event, values)
  const trusted = { sender: contents, senderFrame: frame }
  expect(await ask(channels.saveExport, trusted, 'export-1', 'x.csv')).toEqual({ ok: true, value: true })
  expect(await ask(channels.saveExport, trusted, '../x', 'x.csv')).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
  for (const senderFrame of [null, { url: 'https://example.org/', parent: null }, { ...frame, parent: frame }]) {
    expect(await ask(channels.chooseImport, { sender: contents, senderFrame })).toMatchObject({ ok: false, error: { code: 'request/refused' } })
  }
})
