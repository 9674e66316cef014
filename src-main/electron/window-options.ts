import type { BrowserWindowConstructorOptions } from 'electron'
import { minimumSize, type WindowPlace } from './window-place.ts'

/** How every window of Grokscope is made. What is not named here keeps Electron's safe default. */
export function windowOptions(place: WindowPlace, preload: string, isPackaged: boolean): BrowserWindowConstructorOptions {
  const { x, y, width, height } = place
  return {
    x, y, width, height,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Grokscope',
    show: false,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: !isPackaged
    }
  }
}
