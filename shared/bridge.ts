import { errorCodes, GrokscopeError, type ErrorCode, type WireError } from './errors.ts'

/** What Electron's preload gives the page as `window.grokscope`: these four functions and nothing else. */
export interface Bridge {
  /** A ClientMessage of `rpc.ts`, encoded by `wire.ts`. */
  send(bytes: Uint8Array): void
  /** Every ServerMessage, as bytes. Returns the function that ends listening. */
  onMessage(listener: (bytes: Uint8Array) => void): () => void
  /** Asks where to, then writes the prepared file there; false where the user changed their mind. */
  saveExport(exportId: string, fileName: string): Promise<boolean>
  /** Asks for a file and registers it with the workbench; its upload id, or null where the user changed their mind. */
  chooseImport(): Promise<string | null>
}

/** Of an error only the message crosses the bridge, so its code stands at the beginning of that. */
export function bridgeError({ code, message }: WireError): Error {
  return new Error(`${code}: ${message}`)
}

/** The error that the bridge rejected with; `internal` where its message begins with no code. */
export function fromBridgeError(error: unknown): GrokscopeError {
  const text = error instanceof Error ? error.message : String(error)
  const [, code, message] = /^([a-z/-]+): (.*)$/s.exec(text) ?? []
  return isErrorCode(code) ? new GrokscopeError(code, message ?? '') : new GrokscopeError('internal', text)
}

function isErrorCode(text: string | undefined): text is ErrorCode {
  return text !== undefined && Object.hasOwn(errorCodes, text)
}

export const bridgeKeys = ['chooseImport', 'onMessage', 'saveExport', 'send'] as const satisfies readonly (keyof Bridge)[]
