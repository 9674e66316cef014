import type { EventName, Events, MethodName, Parameters, PreparedExport, Result } from '../../shared/rpc.ts'

/** `lost` means that the page tries to reach the application again by itself. */
export type Connection = 'connecting' | 'open' | 'lost'

export type Unsubscribe = () => void

/** The part of a host by which something shown is read and kept current. */
export type ReadingHost = Pick<Host, 'call' | 'on' | 'connection' | 'onConnection'>

/** All that the page knows of what lies behind it. */
export interface Host {
  readonly kind: 'electron' | 'browser'
  readonly connection: Connection
  onConnection(listener: (connection: Connection) => void): Unsubscribe
  /** Rejects with a GrokscopeError, always. */
  call<K extends MethodName>(method: K, parameters: Parameters<K>): Promise<Result<K>>
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): Unsubscribe
  /** Brings a prepared file to the user; false where the user changed their mind. Rejects with a GrokscopeError, as does the next. */
  saveExport(file: PreparedExport): Promise<boolean>
  /** Lets the user choose a bundle and brings it to the workbench; null where the user changed their mind. */
  chooseImport(): Promise<string | null>
}
