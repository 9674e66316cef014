import { EventEmitter } from 'node:events'

interface Area { x: number; y: number; width: number; height: number }
interface Display { id: number; bounds: Area; workArea: Area }

const usualArea: Area = { x: 0, y: 0, width: 1_920, height: 1_080 }

/** The screens that a test asks for in STAND_IN_SCREENS, a JSON array of areas; the first is the main one. */
function displays(): Display[] {
  const areas = JSON.parse(process.env.STAND_IN_SCREENS ?? JSON.stringify([usualArea])) as Area[]
  return areas.map((area, index) => ({ id: index + 1, bounds: area, workArea: area }))
}

class Screen extends EventEmitter {
  getAllDisplays(): Display[] {
    return displays()
  }

  getPrimaryDisplay(): Display {
    const [main] = displays()
    if (main === undefined) throw new Error('STAND_IN_SCREENS names no screen.')
    return main
  }
}

export const screen = new Screen()

function unanswered(name: string): () => Promise<never> {
  return () => Promise.reject(new Error(`dialog.${name} was called, and the test has no answer for it.`))
}

/** Tests replace these, as they do on a real Electron. */
export const dialog = {
  showSaveDialog: unanswered('showSaveDialog'),
  showOpenDialog: unanswered('showOpenDialog'),
  showMessageBox: unanswered('showMessageBox'),
  showErrorBox(title: string, content: string): void {
    console.error(`${title}: ${content}`)
  }
}

export const shell = {
  openExternal: (url: string): Promise<void> => Promise.reject(new Error(`shell.openExternal(${url}) was called, and the test has no answer for it.`))
}

let copied = ''
export const clipboard = {
  writeText(text: string): Promise<void> {
    copied = text
    return Promise.resolve()
  },
  readText: (): Promise<string> => Promise.resolve(copied)
}

export const crashReporter = {
  start({ uploadToServer }: { uploadToServer?: boolean }): void {
    if (uploadToServer !== false) throw new Error('Crash dumps must not leave the machine.')
  }
}

interface Item { label?: string; role?: string; accelerator?: string; submenu?: Item[]; click?: () => void }

/** A menu as its template says; roles are kept by name. */
class StandInMenu {
  readonly items: (Omit<Item, 'submenu'> & { submenu?: StandInMenu })[]

  constructor(template: readonly Item[]) {
    this.items = template.map(({ submenu, ...item }) => ({ ...item, ...(submenu === undefined ? {} : { submenu: new StandInMenu(submenu) }) }))
  }
}

let applicationMenu: StandInMenu | null = null
export const Menu = {
  buildFromTemplate: (template: Item[]): StandInMenu => new StandInMenu(template),
  setApplicationMenu(menu: StandInMenu): void {
    applicationMenu = menu
  },
  getApplicationMenu: (): StandInMenu | null => applicationMenu
}
