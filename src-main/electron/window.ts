import { BrowserWindow, screen } from 'electron'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pageUrl } from './access-policy.ts'
import { windowOptions } from './window-options.ts'
import { chooseWindowPlace, parsePlace, type WindowPlace } from './window-place.ts'

const saveDelayMs = 500

export interface WindowSetup {
  preload: string
  isPackaged: boolean
  /** Where the window's place is kept. */
  placeFile: string
  /** Called before anything is loaded. */
  onCreated(window: BrowserWindow): void
}

/** Opens the one window where it was left, and keeps its place whenever it changes. */
export async function openWindow(setup: WindowSetup): Promise<BrowserWindow> {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  const place = chooseWindowPlace(readPlace(setup.placeFile), [main, ...others].map(({ workArea }) => workArea))
  const window = new BrowserWindow(windowOptions(place, setup.preload, setup.isPackaged))
  if (place.isMaximized) window.maximize()
  rememberPlace(window, setup.placeFile)
  setup.onCreated(window)
  window.once('ready-to-show', () => window.show())
  await window.loadURL(pageUrl)
  return window
}

function rememberPlace(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined
  const save = () => writePlace(file, { ...window.getNormalBounds(), isMaximized: window.isMaximized() })
  const saveSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(save, saveDelayMs)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', () => {
    clearTimeout(timer)
    save()
  })
  window.on('closed', () => clearTimeout(timer))
}

function readPlace(file: string): WindowPlace | null {
  try {
    return parsePlace(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    // The first start, or a file that was cut short: the window opens in the middle.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) return null
    throw error
  }
}

function writePlace(file: string, place: WindowPlace): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(place))
    renameSync(`${file}.new`, file)
  } catch (error) {
    // Closing must not fail because a preference cannot be written.
    console.warn(`The window's place was not kept: ${error instanceof Error ? error.message : String(error)}`)
  }
}
