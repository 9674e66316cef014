import type { MenuItemConstructorOptions } from 'electron'
import { commands, type CommandId } from '../../shared/commands.ts'

/** What the menu asks of the application. */
export interface MenuActions {
  /** Has the page do what a command says. */
  give(id: CommandId): void
  openExternal(url: string): void
}

const source = 'https://github.com/grokscope/grokscope'
const separator: MenuItemConstructorOptions = { type: 'separator' }
/** Keys that a role of the menu has already; the page sees them first. */
const takenByRoles: readonly CommandId[] = ['edit.undo']

/** The application's menu. macOS needs its first menu, and an Edit menu for copying and pasting at all. */
export function menuTemplate(platform: NodeJS.Platform, isPackaged: boolean, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const item = (id: CommandId): MenuItemConstructorOptions => {
    const { label, accelerator } = commands[id]
    return { label, ...(accelerator === null || takenByRoles.includes(id) ? {} : { accelerator }), click: () => actions.give(id) }
  }
  const items = (...ids: CommandId[]) => ids.map(item)
  const application: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' }, separator, item('go.settings'), separator, { role: 'services' }, separator,
      { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, separator, { role: 'quit' }
    ]
  }
  const file = [item('run.new'), separator, ...items('run.import', 'run.samples', 'run.export'), separator]
  return [
    ...(isMac ? [application] : []),
    { label: 'File', submenu: [...file, ...(isMac ? [{ role: 'close' } as const] : [item('go.settings'), separator, { role: 'quit' } as const])] },
    { role: 'editMenu' },
    {
      label: 'Run',
      submenu: [
        ...items('run.duplicate', 'run.pause', 'run.resume', 'run.stop'), separator, ...items('run.delete', 'run.restore'), separator, item('edit.undo')
      ]
    },
    { label: 'View', submenu: viewItems(items, isPackaged) },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('help.shortcuts'), { label: 'Grokscope on GitHub', click: () => actions.openExternal(source) },
        ...(isMac ? [] : [{ role: 'about' } as const])
      ]
    }
  ]
}

function viewItems(items: (...ids: CommandId[]) => MenuItemConstructorOptions[], isPackaged: boolean): MenuItemConstructorOptions[] {
  return [
    ...items('go.runs', 'go.compare', 'go.inspect', 'go.studies', 'go.figures', 'go.bin'), separator, ...items('palette'), separator,
    ...items('theme.light', 'theme.dark', 'theme.system', 'density'), separator,
    { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, separator, { role: 'togglefullscreen' },
    ...(isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const])
  ]
}
