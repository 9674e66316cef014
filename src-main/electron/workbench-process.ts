import type { MessagePortMain } from 'electron'
import { randomBytes } from 'node:crypto'
import { copyFile, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { GrokscopeError, toWireError } from '../../shared/errors.ts'
import { eventNames, type ClientMessage, type EventName, type ServerMessage } from '../../shared/rpc.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { dispatch } from '../workbench/dispatch.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { openForElectron } from './open-workbench.ts'
import { PortTrainerHost } from './port-trainer-host.ts'
import type { FromWorkbench, PageMessage, PageRequest, ToWorkbench } from './process-messages.ts'

/** The workbench with its store, in a process of its own: a crash or a long query here never stops the window. */
const { parentPort } = process
const tell = (message: FromWorkbench) => parentPort.postMessage(message)
const trainers = new PortTrainerHost(tell)
let workbench: Workbench | null = null

parentPort.on('message', ({ data, ports }) => {
  handle(data as ToWorkbench, ports[0]).catch((error: unknown) => tell({ kind: 'failed', error: toWireError(error) }))
})

async function handle(message: ToWorkbench, port: MessagePortMain | undefined): Promise<void> {
  if (message.kind === 'open' && port !== undefined) open(message, port)
  else if (message.kind === 'trainer-started' && port !== undefined) trainers.started(message.trainer, port)
  else if (message.kind === 'trainer-exited') trainers.exited(message.trainer, message.code, message.errorOutput)
  else if (message.kind === 'save-export') await answer(message.request, (open) => bringExport(open, message))
  else if (message.kind === 'register-import') await answer(message.request, (open) => registerImport(open, message.path))
  else if (message.kind === 'close') await close()
}

function open(message: Extract<ToWorkbench, { kind: 'open' }>, port: MessagePortMain): void {
  const opened = openForElectron(message, trainers)
  workbench = opened
  const post = (page: PageMessage) => port.postMessage(page)
  for (const event of eventNames) announce(opened, event, post)
  port.on('message', ({ data }) => void serve(opened, data as PageRequest, post))
  port.start()
  tell({ kind: 'opened' })
}

function announce<E extends EventName>(opened: Workbench, event: E, post: (message: PageMessage) => void): void {
  opened.on(event, (payload) => post({ page: null, id: null, bytes: encodeMessage({ event, payload } satisfies ServerMessage) }))
}

async function serve(opened: Workbench, { page, bytes }: PageRequest, post: (message: PageMessage) => void): Promise<void> {
  const { id, method, parameters } = decodeMessage(bytes) as ClientMessage
  const reply = await dispatch(opened, method, parameters)
  post({ page, id, bytes: encodeMessage({ id, reply } satisfies ServerMessage) })
}

async function answer(request: number, work: (opened: Workbench) => unknown): Promise<void> {
  try {
    if (workbench === null) throw new GrokscopeError('internal', 'The workbench is not open yet. Try again.')
    tell({ kind: 'answer', request, answer: { ok: true, value: await work(workbench) } })
  } catch (error) {
    tell({ kind: 'answer', request, answer: { ok: false, error: toWireError(error) } })
  }
}

/** Puts a prepared file where the user wants it, whole or not at all. */
async function bringExport({ prepared }: Workbench, { exportId, path }: { exportId: string; path: string }): Promise<true> {
  const file = prepared.find(exportId)
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    await copyFile(file.path, partial)
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    // The page sees this message, so it names the file and not the folder.
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new GrokscopeError('file/unwritable', `${basename(path)} could not be written (${reason}). Choose another place.`)
  }
  return true
}

function registerImport({ prepared }: Workbench, path: string): string {
  const uploadId = randomBytes(16).toString('base64url')
  prepared.addUpload(uploadId, path)
  return uploadId
}

async function close(): Promise<void> {
  await workbench?.close()
  process.exit(0)
}
