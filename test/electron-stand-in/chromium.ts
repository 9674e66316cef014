import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const usualPlaces = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
]

/** A Chromium that is installed: GROKSCOPE_CHROMIUM, the usual places, Playwright's own. Throws where there is none. */
export function findChromium(): string {
  const candidates = [process.env.GROKSCOPE_CHROMIUM ?? '', ...usualPlaces, chromium.executablePath()]
  const found = candidates.find((candidate) => candidate !== '' && existsSync(candidate))
  if (found === undefined) throw new Error('No Chromium was found. Install one (Debian: apt-get install chromium) or name it in GROKSCOPE_CHROMIUM.')
  return found
}

/** How Chromium is started for tests: without a window, and without talking to anyone. */
export const chromiumArguments = [
  '--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-default-browser-check', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-extensions', '--window-size=1440,900',
  // Chromium has no sandbox of its own for root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
]
