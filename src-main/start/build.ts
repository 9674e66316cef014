import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const lock = path.join(root, 'node_modules', '.grokscope-build')
/** No build takes so long: a lock that is older was left behind. */
const lockLimitMs = 120_000
const lockIntervalMs = 100

/** What a bundle is made from, and a file that is written last. */
export interface Bundle {
  sources: readonly string[]
  result: string
}

const page: Bundle = { sources: ['src-renderer', 'shared', 'package-lock.json'], result: 'dist/renderer/index.html' }
const shell: Bundle = { sources: ['src-main', 'shared', 'electron.vite.config.ts', 'package-lock.json'], result: 'dist/electron/preload.cjs' }

function newestChange(place: string): number {
  const status = statSync(place)
  if (!status.isDirectory()) return status.mtimeMs
  return readdirSync(place).reduce((newest, name) => Math.max(newest, newestChange(path.join(place, name))), status.mtimeMs)
}

/** True where the result is missing, or older than one of its sources. */
export function isStale({ sources, result }: Bundle, folder: string = root): boolean {
  const file = path.join(folder, result)
  if (!existsSync(file)) return true
  const { mtimeMs } = statSync(file)
  return sources.some((source) => newestChange(path.join(folder, source)) > mtimeMs)
}

function takeLock(): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
    const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0
    if (age > lockLimitMs) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

/** Builds a stale bundle, one process at a time; true where there was something to do. */
async function buildStale(bundle: Bundle, work: () => Promise<unknown>): Promise<boolean> {
  if (!isStale(bundle)) return false
  while (!takeLock()) await wait(lockIntervalMs)
  try {
    if (!isStale(bundle)) return false
    await work()
    return true
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Builds the page where it is stale; true where it was. */
export function buildPage(): Promise<boolean> {
  return buildStale(page, async () => {
    const { build } = await import('vite')
    await build({ configFile: path.join(root, 'src-renderer', 'vite.config.ts'), logLevel: 'error' })
  })
}

/** Builds the page and Electron's processes where they are stale; true where one was. */
export async function buildShell(): Promise<boolean> {
  const pageWasStale = await buildPage()
  const shellWasStale = await buildStale(shell, async () => {
    const { build } = await import('electron-vite')
    await build({ root, configFile: path.join(root, 'electron.vite.config.ts'), mode: 'shell', logLevel: 'error' })
  })
  return pageWasStale || shellWasStale
}
