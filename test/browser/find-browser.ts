import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)

/** What a person is told where no browser is to be had. */
export const missingBrowser = 'No browser was found and none could be got. Install Chromium, Chrome or Edge (Debian: apt-get install chromium), '
  + 'or name one in GROKSCOPE_CHROMIUM, then run the tests again.'

/** Names on the search path, in the order of preference. */
const commandNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable', 'microsoft-edge']
const macApplications = ['Chromium', 'Google Chrome', 'Microsoft Edge']
const windowsPrograms = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Where browsers usually lie on a platform. */
export function usualPlaces(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'win32') {
    const roots = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA].filter((root) => root !== undefined)
    return windowsPrograms.flatMap((program) => roots.map((root) => path.win32.join(root, program)))
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', path.posix.join(environment.HOME ?? '/', 'Applications')]
    return macApplications.flatMap((name) => roots.map((root) => `${root}/${name}.app/Contents/MacOS/${name}`))
  }
  const folders = [...(environment.PATH ?? '').split(':'), '/usr/bin', '/usr/local/bin', '/snap/bin'].filter((folder) => folder !== '')
  return commandNames.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)))
}

/** A browser that is installed: GROKSCOPE_CHROMIUM, the usual places, Playwright's own download. Null where there is none. */
export function findBrowser(): string | null {
  const named = process.env.GROKSCOPE_CHROMIUM ?? ''
  if (named !== '') {
    if (isExecutable(named)) return named
    throw new Error(`GROKSCOPE_CHROMIUM names ${named}, which is no program that can be run.`)
  }
  return [...usualPlaces(process.platform, process.env), chromium.executablePath()].find(isExecutable) ?? null
}

function succeeds(command: string, parameters: readonly string[], report: (line: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    report(`${path.basename(command)} ${parameters.join(' ')}`)
    const child = spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

async function installFromDebian(report: (line: string) => void): Promise<boolean> {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return false
  return await succeeds('/usr/bin/apt-get', ['update', '-q'], report)
    && await succeeds('/usr/bin/apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], report)
}

function downloadByPlaywright(report: (line: string) => void): Promise<boolean> {
  const program = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js')
  return succeeds(process.execPath, [program, 'install', 'chromium'], report)
}

/** A browser: the one that is installed, else Debian's package (as root), else Playwright's download. Throws `missingBrowser`. */
export async function getBrowser(report: (line: string) => void): Promise<string> {
  const found = findBrowser()
  if (found !== null) return found
  for (const install of [installFromDebian, downloadByPlaywright]) {
    const browser = await install(report) ? findBrowser() : null
    if (browser !== null) return browser
  }
  throw new Error(missingBrowser)
}
