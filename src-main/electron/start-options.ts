import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartOptions {
  /** The data folder that was asked for; null for the platform's. */
  home: string | null
}

/** What the application was started with. Chromium's own switches are let through. */
export function readStartOptions(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): StartOptions {
  const { values } = parseArgs({ args: [...argv], options: { home: { type: 'string' } }, strict: false })
  const home = typeof values.home === 'string' ? values.home : environment.GROKSCOPE_HOME
  return { home: home === undefined || home === '' ? null : home }
}

/**
 * Where Electron keeps what is its own: beside the data of the user where they chose a folder, so that two data folders
 * never share a window's place or an instance lock.
 */
export function userDataFolder(home: string | null, applicationData: string): string {
  return home === null ? join(applicationData, 'Grokscope', 'electron') : join(resolve(home), 'electron')
}
