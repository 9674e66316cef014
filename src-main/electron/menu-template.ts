import type { MenuItemConstructorOptions } from 'electron'

/** What the menu asks of the application. */
export interface MenuActions {
  /** Goes to a place of the page: `runs`, `new`, `settings` … */
  go(address: string): void
  openExternal(url: string): void
}

const source = 'https://github.com/grokscope/grokscope'

/** Places of the page, with the keys that go there. */
const places = [
  { label: 'Runs', address: 'runs', accelerator: 'CommandOrControl+1' },
  { label: 'Compare', address: 'compare', accelerator: 'CommandOrControl+2' },
  { label: 'Inspect', address: 'inspect', accelerator: 'CommandOrControl+3' },
  { label: 'Figures', address: 'figures', accelerator: 'CommandOrControl+4' },
  { label: 'Bin', address: 'runs/bin', accelerator: 'CommandOrControl+5' }
] as const

/** The application's menu. macOS needs its first menu, and an Edit menu for copying and pasting at all. */
export function menuTemplate(platform: NodeJS.Platform, isPackaged: boolean, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const settings: MenuItemConstructorOptions = { label: 'Settings…', accelerator: 'CommandOrControl+,', click: () => actions.go('settings') }
  const newRun: MenuItemConstructorOptions = { label: 'New Run…', accelerator: 'CommandOrControl+N', click: () => actions.go('new') }
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const application: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [{ role: 'about' }, separator, settings, separator, { role: 'services' }, separator, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, separator, { role: 'quit' }]
  }
  return [
    ...(isMac ? [application] : []),
    { label: 'File', submenu: isMac ? [newRun, separator, { role: 'close' }] : [newRun, separator, settings, separator, { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...places.map(({ label, address, accelerator }) => ({ label, accelerator, click: () => actions.go(address) })),
        separator, { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, separator, { role: 'togglefullscreen' },
        ...(isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const])
      ]
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Grokscope on GitHub', click: () => actions.openExternal(source) },
        ...(isMac ? [] : [{ role: 'about' } as const])
      ]
    }
  ]
}
