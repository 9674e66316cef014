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

export const bridgeKeys = ['chooseImport', 'onMessage', 'saveExport', 'send'] as const satisfies readonly (keyof Bridge)[]
