import type { MenuItemConstructorOptions } from 'electron'
import { commandIds, commands, type Command } from '../../shared/commands.ts'

/** What the menu asks of the application. */
export interface MenuActions {
  /** Goes to a place of the page: `runs`, `new`, `settings` … */
  go(address: string): void
  openExternal(url: string): void
}

const source = 'https://github.com/grokscope/grokscope'

interface Opener {
  label: string
  group: Command['group']
  accelerator: string | null
  address: string
}

/** Commands that open a place of the page; the page does the others itself. */
const openers = commandIds.flatMap((id): Opener[] => {
  const { label, group, accelerator, address }: Command = commands[id]
  return address === undefined ? [] : [{ label, group, accelerator, address }]
})

/** The application's menu. macOS needs its first menu, and an Edit menu for copying and pasting at all. */
export function menuTemplate(platform: NodeJS.Platform, isPackaged: boolean, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const items = (accept: (opener: Opener) => boolean): MenuItemConstructorOptions[] => openers.filter(accept).map(({ label, accelerator, address }) =>
    ({ label, ...(accelerator === null ? {} : { accelerator }), click: () => actions.go(address) }))
  const settings = items(({ address }) => address === 'settings')
  const newRun = items(({ address }) => address === 'new')
  const places = items(({ group, address }) => group === 'Go to' && address !== 'settings')
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const application: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [{ role: 'about' }, separator, ...settings, separator, { role: 'services' }, separator, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, separator, { role: 'quit' }]
  }
  return [
    ...(isMac ? [application] : []),
    { label: 'File', submenu: isMac ? [...newRun, separator, { role: 'close' }] : [...newRun, separator, ...settings, separator, { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...places, separator, { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, separator, { role: 'togglefullscreen' },
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
