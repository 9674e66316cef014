import { fromBridgeError, type Bridge } from '../../shared/bridge.ts'
import type { EventName, Events, MethodName, Parameters, PreparedExport, Result } from '../../shared/rpc.ts'
import { CallTable } from './call-table.ts'
import type { Connection, Host, Unsubscribe } from './host.ts'

declare global {
  interface Window { grokscope?: Bridge }
}

/** The Electron shell: bytes through the preload's bridge. */
export class ElectronHost implements Host {
  readonly kind = 'electron'
  readonly connection: Connection = 'open'
  readonly #bridge: Bridge
  readonly #calls = new CallTable()

  constructor(bridge: Bridge) {
    this.#bridge = bridge
    bridge.onMessage((bytes) => this.#calls.receive(bytes))
  }

  onConnection(): Unsubscribe {
    return () => undefined
  }

  call<K extends MethodName>(method: K, parameters: Parameters<K>): Promise<Result<K>> {
    return this.#calls.call(method, parameters, (bytes) => this.#bridge.send(bytes))
  }

  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): Unsubscribe {
    return this.#calls.on(event, listener)
  }

  saveExport(file: PreparedExport): Promise<boolean> {
    return this.#bridge.saveExport(file.exportId, file.fileName).catch(refuse)
  }

  chooseImport(): Promise<string | null> {
    return this.#bridge.chooseImport().catch(refuse)
  }
}

function refuse(error: unknown): never {
  throw fromBridgeError(error)
}
