import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { buildShell } from '../../src-main/start/build.ts'
import { availableShells } from '../electron-stand-in/launch.ts'
import type { LaunchOptions, Shell, ShellKind } from '../electron-stand-in/shell.ts'
import type {} from '../../src-renderer/host/electron-host.ts'

/** What a test of the running application works with. */
export interface Bench {
  kind: ShellKind
  /** A data folder that is removed after the test. */
  newHome(): string
  /** Starts the application; it is ended after the test. */
  launch(options?: Partial<LaunchOptions>): Promise<Shell>
  /** One instance for all tests of the block that leave it as it was. */
  shared(): Promise<Shell>
}

/** Runs the same tests on the stand-in and, where its binary is installed, on a real Electron; their names say which. */
export function onEveryShell(subject: string, tests: (bench: Bench) => void): void {
  beforeAll(() => buildShell())
  describe.each(availableShells())(`${subject}, on $name`, (kind) => {
    const homes: string[] = []
    const shells: Shell[] = []
    let first: Promise<Shell> | null = null
    const newHome = () => {
      const home = mkdtempSync(join(tmpdir(), 'grokscope-home-'))
      homes.push(home)
      return home
    }
    afterEach(async () => {
      for (const shell of shells.splice(0)) await shell.stop()
    })
    afterAll(async () => {
      await (await first)?.stop()
      for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
    })
    tests({
      kind,
      newHome,
      async launch(options = {}) {
        const shell = await kind.launch({ home: newHome(), ...options })
        shells.push(shell)
        return shell
      },
      shared: () => (first ??= kind.launch({ home: newHome() }))
    })
  })
}
