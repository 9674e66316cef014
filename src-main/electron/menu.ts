import { app, Menu, type BrowserWindow } from 'electron'
import { pageUrl } from './access-policy.ts'
import { menuTemplate } from './menu-template.ts'
import { openExternal } from './open-external.ts'

/** Puts the menu up; its items act on the window that is open then. */
export function installMenu(currentWindow: () => BrowserWindow | null): void {
  app.setAboutPanelOptions({ applicationName: 'Grokscope', applicationVersion: app.getVersion(), copyright: 'The Grokscope developers. MIT licence.' })
  const report = (error: unknown) => console.warn(`The menu could not do that: ${String(error)}`)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged, {
    // Only the part after # changes, so the page stays loaded and goes there itself.
    go: (address) => void currentWindow()?.loadURL(`${pageUrl}#/${address}`).catch(report),
    openExternal: (url) => void openExternal(url).catch(report)
  })))
}
