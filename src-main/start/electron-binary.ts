import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const executables: Partial<Record<NodeJS.Platform, string>> = { darwin: path.join('Electron.app', 'Contents', 'MacOS', 'Electron'), win32: 'electron.exe' }

/** Electron's executable, where it is installed. Nothing is downloaded: requiring the package `electron` would. */
export function findElectron(overridden: string | undefined = process.env.ELECTRON_OVERRIDE_DIST_PATH): string | null {
  const packageFolder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const folder = overridden === undefined || overridden === '' ? path.join(packageFolder, 'dist') : overridden
  const binary = path.join(folder, executables[process.platform] ?? 'electron')
  return existsSync(binary) ? binary : null
}
