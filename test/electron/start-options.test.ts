import { expect, test } from 'vitest'
import { readStartOptions, userDataFolder } from '../../src-main/electron/start-options.ts'

test.each([
  [['--home', '/data'], {}, '/data'],
  [['--home=/data'], { GROKSCOPE_HOME: '/other' }, '/data'],
  [[], { GROKSCOPE_HOME: '/other' }, '/other'],
  [['--no-sandbox', '--inspect=0', 'file'], { GROKSCOPE_HOME: '' }, null],
  [[], {}, null]
])('%o with %o opens %s', (argv, environment, home) => {
  expect(readStartOptions(argv, environment)).toEqual({ home })
})

test('two data folders share neither the window\'s place nor the instance lock', () => {
  expect(userDataFolder(null, '/home/a/.config')).toBe('/home/a/.config/Grokscope/electron')
  expect(userDataFolder('/data', '/home/a/.config')).toBe('/data/electron')
})
