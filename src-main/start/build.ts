import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What a bundle is made from, and a file that is there once it is whole. */
interface Bundle {
  sources: readonly string[]
  result: string
}

const page: Bundle = { sources: ['src-renderer', 'shared', 'package-lock.json'], result: 'dist/renderer/index.html' }
const shell: Bundle = { sources: ['src-main', 'shared', 'electron.vite.config.ts', 'package-lock.json'], result: 'dist/electron/preload.cjs' }

/** The latest time at which anything below changed, in milliseconds since 1970. */
export function newestChange(place: string): number {
  const { mtimeMs } = statSync(place)
  if (!statSync(place).isDirectory()) return mtimeMs
  return readdirSync(place).reduce((newest, name) => Math.max(newest, newestChange(path.join(place, name))), mtimeMs)
}

/** True where the result is missing, or older than one of its sources. */
export function isStale({ sources, result }: Bundle, folder: string = root): boolean {
  const file = path.join(folder, result)
  if (!existsSync(file)) return true
  const { mtimeMs } = statSync(file)
  return sources.some((source) => newestChange(path.join(folder, source)) > mtimeMs)
}

/** Builds the page where it is stale; true where it was. */
export async function buildPage(): Promise<boolean> {
  if (!isStale(page)) return false
  const { build } = await import('vite')
  await build({ configFile: path.join(root, 'src-renderer', 'vite.config.ts'), logLevel: 'warn' })
  return true
}

/** Builds the page and Electron's processes where one of them is stale; true where it was. */
export async function buildShell(): Promise<boolean> {
  if (!isStale(page) && !isStale(shell)) return false
  const { build } = await import('electron-vite')
  await build({ root, configFile: path.join(root, 'electron.vite.config.ts'), logLevel: 'warn' })
  return true
}
