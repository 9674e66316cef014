import { expect, test } from 'vitest'
import { chooseShell, type Surroundings } from '../../src-main/start/shell-policy.ts'

const desktop: Surroundings = { binary: '/electron', platform: 'linux', environment: { DISPLAY: ':0' }, isRoot: false, wantsBrowser: false }

test.each([
  ['with an X display', {}],
  ['with Wayland', { environment: { WAYLAND_DISPLAY: 'wayland-0' } }],
  ['on macOS', { platform: 'darwin', environment: {} }],
  ['on Windows', { platform: 'win32', environment: {} }]
] as const)('Electron opens %s', (_where, change) => {
  expect(chooseShell({ ...desktop, ...change })).toEqual({ kind: 'electron', binary: '/electron' })
})

test.each([
  ['Electron is not installed', { binary: null }, /not installed/],
  ['there is no display', { environment: { DISPLAY: '' } }, /no display/],
  ['root would have to give up the sandbox', { isRoot: true }, /root/],
  ['the user asks for it', { wantsBrowser: true }, /--browser/]
] as const)('the browser opens where %s, and that is said', (_why, change, reason) => {
  expect(chooseShell({ ...desktop, ...change })).toEqual({ kind: 'browser', reason: expect.stringMatching(reason) as unknown })
})
