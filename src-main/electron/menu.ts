import { app, Menu } from 'electron'
import { menuTemplate, type MenuActions } from './menu-template.ts'
import { openExternal } from './open-external.ts'

/** Puts the menu up; the page does what its commands say. */
export function installMenu(give: MenuActions['give']): void {
  app.setAboutPanelOptions({ applicationName: 'Grokscope', applicationVersion: app.getVersion(), copyright: 'The Grokscope developers. MIT licence.' })
  const report = (error: unknown) => console.warn(`The menu could not do that: ${String(error)}`)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged, {
    give,
    openExternal: (url) => void openExternal(url).catch(report)
  })))
}
