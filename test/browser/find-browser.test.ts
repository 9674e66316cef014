import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findBrowser, missingBrowser, usualPlaces } from './find-browser.ts'

afterEach(() => vi.unstubAllEnvs())

describe('finding a browser', () => {
  it('looks for Chromium, Chrome and Edge where each platform has them', () => {
    expect(usualPlaces('linux', { PATH: '/opt/bin:/usr/bin' })).toEqual(expect.arrayContaining(['/opt/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge', '/snap/bin/chromium']))
    expect(usualPlaces('darwin', { HOME: '/Users/ada' })).toEqual(expect.arrayContaining([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium'
    ]))
    expect(usualPlaces('win32', { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' })).toEqual(expect.arrayContaining([
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
    ]))
  })

  it('takes the one that GROKSCOPE_CHROMIUM names, and says so where that is none', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'grokscope-browser-'))
    const program = path.join(folder, 'my-chromium')
    writeFileSync(program, '')
    chmodSync(program, 0o755)
    vi.stubEnv('GROKSCOPE_CHROMIUM', program)
    expect(findBrowser()).toBe(program)
    rmSync(folder, { recursive: true })
    expect(() => findBrowser()).toThrow(`GROKSCOPE_CHROMIUM names ${program}, which is no program that can be run`)
  })

  it('has found the one that these tests run with', () => {
    expect(findBrowser()).not.toBeNull()
  })

  it('says what to install where there is none', () => {
    expect(missingBrowser).toContain('apt-get install chromium')
  })
})
