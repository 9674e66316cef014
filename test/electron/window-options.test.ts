import { expect, test } from 'vitest'
import { windowOptions } from '../../src-main/electron/window-options.ts'

const place = { x: 1, y: 2, width: 1_440, height: 900, isMaximized: false }

test('a window is made exactly so', () => {
  expect(windowOptions(place, '/application/preload.cjs', true)).toEqual({
    x: 1, y: 2, width: 1_440, height: 900, minWidth: 1_024, minHeight: 640, title: 'Grokscope', show: false,
    webPreferences: {
      preload: '/application/preload.cjs', contextIsolation: true, sandbox: true,
      nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false,
      navigateOnDragDrop: false, safeDialogs: true, spellcheck: false, devTools: false
    }
  })
})

test('developer tools are there in a checkout only', () => {
  expect(windowOptions(place, 'preload.cjs', false).webPreferences?.devTools).toBe(true)
})
