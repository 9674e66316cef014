import { findElectron } from '../../src-main/start/electron-binary.ts'
import { electronShell } from './electron-shell.ts'
import type { ShellKind } from './shell.ts'
import { standInShell } from './stand-in-shell.ts'

/** Every way to run the application that this machine offers: the stand-in always, a real Electron where it is installed. */
export function availableShells(): ShellKind[] {
  const binary = findElectron()
  return binary === null ? [standInShell] : [standInShell, electronShell(binary)]
}
