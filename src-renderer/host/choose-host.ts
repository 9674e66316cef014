import { BrowserHost } from './browser-host.ts'
import { ElectronHost } from './electron-host.ts'
import type { Host } from './host.ts'

export function chooseHost(): Host {
  return window.grokscope === undefined ? new BrowserHost() : new ElectronHost(window.grokscope)
}
