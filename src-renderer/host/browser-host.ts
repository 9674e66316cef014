import { GrokscopeError } from '../../shared/errors.ts'
import type { EventName, Events, MethodName, Parameters, PreparedExport, Result } from '../../shared/rpc.ts'
import { CallTable, connectionLost } from './call-table.ts'
import type { Connection, Host, Unsubscribe } from './host.ts'

const firstRetryMs = 300
const longestRetryMs = 5_000

/** The browser shell: a WebSocket at `/rpc`, opened again whenever it closes. */
export class BrowserHost implements Host {
  readonly kind = 'browser'
  #connection: Connection = 'connecting'
  #socket: WebSocket | null = null
  #retryMs = firstRetryMs
  #waiting: Uint8Array[] = []
  readonly #calls = new CallTable()
  readonly #connectionListeners = new Set<(connection: Connection) => void>()

  constructor() {
    this.#open()
  }

  get connection(): Connection {
    return this.#connection
  }

  onConnection(listener: (connection: Connection) => void): Unsubscribe {
    this.#connectionListeners.add(listener)
    return () => this.#connectionListeners.delete(listener)
  }

  call<K extends MethodName>(method: K, parameters: Parameters<K>): Promise<Result<K>> {
    if (this.#connection === 'lost') return Promise.reject(connectionLost())
    return this.#calls.call(method, parameters, (bytes) => this.#send(bytes))
  }

  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): Unsubscribe {
    return this.#calls.on(event, listener)
  }

  saveExport(file: PreparedExport): Promise<boolean> {
    const link = document.createElement('a')
    link.href = `/exports/${encodeURIComponent(file.exportId)}`
    link.download = file.fileName
    link.click()
    return Promise.resolve(true)
  }

  async chooseImport(): Promise<string | null> {
    const file = await chooseFile()
    if (file === null) return null
    const response = await fetch('/imports', { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } })
      .catch(() => { throw connectionLost() })
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok && isUpload(answer)) return answer.uploadId
    throw new GrokscopeError('file/unreadable', `${file.name} could not be brought to Grokscope: the server answered ${response.status}. ${messageOf(answer)}`.trim())
  }

  #send(bytes: Uint8Array): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes.slice())
    else this.#waiting.push(bytes)
  }

  #open(): void {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    const socket = new WebSocket(`${scheme}://${location.host}/rpc`)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.#retryMs = firstRetryMs
      for (const bytes of this.#waiting.splice(0)) socket.send(bytes.slice())
      this.#setConnection('open')
    }
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.#calls.receive(new Uint8Array(data))
    }
    socket.onclose = () => {
      this.#waiting = []
      this.#calls.rejectAll(connectionLost())
      this.#setConnection('lost')
      setTimeout(() => this.#open(), this.#retryMs)
      this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2)
    }
    this.#socket = socket
  }

  #setConnection(connection: Connection): void {
    this.#connection = connection
    for (const listener of this.#connectionListeners) listener(connection)
  }
}

function chooseFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = '.grokrun'
    input.hidden = true
    const finish = (file: File | null) => {
      input.remove()
      resolve(file)
    }
    input.onchange = () => finish(input.files?.[0] ?? null)
    input.oncancel = () => finish(null)
    // Outside the document it could be collected while the dialog is open.
    document.body.append(input)
    input.click()
  })
}

function isUpload(answer: unknown): answer is { uploadId: string } {
  return typeof answer === 'object' && answer !== null && 'uploadId' in answer && typeof answer.uploadId === 'string'
}

function messageOf(answer: unknown): string {
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : null
  return typeof message === 'string' ? message : ''
}
