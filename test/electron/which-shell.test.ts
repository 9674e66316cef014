import { expect, test } from 'vitest'
import { findElectron } from '../../src-main/start/electron-binary.ts'
import { availableShells } from '../electron-stand-in/launch.ts'

const names = availableShells().map(({ name }) => name)

if (findElectron() === null) {
  test('no real Electron is installed here: the tests of the shell ran on the stand-in only', () => {
    expect(names).toEqual(['the stand-in'])
  })
} else {
  test('a real Electron is installed here: the tests of the shell ran on the stand-in and on it', () => {
    expect(names).toEqual(['the stand-in', 'a real Electron'])
  })
}
