import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { bridgeError, type Bridge } from '../../shared/bridge.ts'
import type { Answer } from './process-messages.ts'
import { channels } from './channels.ts'

async function ask<Value>(channel: string, ...parameters: unknown[]): Promise<Value> {
  const answer = await ipcRenderer.invoke(channel, ...parameters) as Answer<Value>
  if (answer.ok) return answer.value
  throw bridgeError(answer.error)
}

contextBridge.exposeInMainWorld('grokscope', {
  send(bytes) {
    ipcRenderer.send(channels.toWorkbench, bytes)
  },
  onMessage(listener) {
    // The page gets the bytes only: the event object would hand it ipcRenderer.
    const forward = (_event: IpcRendererEvent, bytes: Uint8Array) => listener(bytes)
    ipcRenderer.on(channels.fromWorkbench, forward)
    return () => {
      ipcRenderer.removeListener(channels.fromWorkbench, forward)
    }
  },
  saveExport: (exportId, fileName) => ask<boolean>(channels.saveExport, exportId, fileName),
  chooseImport: () => ask<string | null>(channels.chooseImport)
} satisfies Bridge)
