import { installRuntime, runtimeStatus } from '../../src-main/runtime/index.ts'
import { findElectron } from '../../src-main/start/electron-binary.ts'
import { getBrowser } from '../browser/find-browser.ts'
import { runNode } from './command.ts'

/** One step before the tests. It returns what to say of its success, and throws to fail. */
export interface Stage {
  name: string
  run(): Promise<string>
}

const report = (line: string): void => console.log(`    ${line}`)

function tool(name: string, script: string, ...parameters: string[]): Stage {
  return {
    name,
    run: async () => {
      const { code, output } = await runNode(script, parameters)
      if (code !== 0) throw new Error(output.trim() === '' ? `ended with status ${code}` : output.trim())
      return ''
    }
  }
}

const typeCheck = (folder: string) => tool(`types of ${folder}`, 'node_modules/typescript/bin/tsc', '-p', `${folder}/tsconfig.json`)

/** What needs no browser and no TensorFlow. */
export const checks: readonly Stage[] = [
  tool('lint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  tool('layers', 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs', 'shared', 'src-main', 'src-renderer', 'test'),
  typeCheck('shared'),
  typeCheck('src-main'),
  typeCheck('test'),
  tool('types of src-renderer', 'node_modules/svelte-check/bin/svelte-check', '--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings')
]

/** What the tests stand on. The builds are the ones that are shipped. */
export const preparations: readonly Stage[] = [
  tool('build', 'node_modules/electron-vite/bin/electron-vite.js', 'build'),
  {
    name: 'TensorFlow',
    run: async () => {
      const before = await runtimeStatus()
      if (before.usable === 'tensorflow') return before.library
      let said = ''
      const { usable, library, reason } = await installRuntime(undefined, ({ message }) => {
        if (message !== said) report(message)
        said = message
      })
      if (usable !== 'tensorflow') throw new Error(reason ?? 'TensorFlow cannot be used')
      return library
    }
  },
  {
    name: 'browser',
    run: async () => {
      const browser = await getBrowser(report)
      process.env.GROKSCOPE_CHROMIUM = browser
      const electron = findElectron()
      return electron === null ? `${browser}; Electron's binary is not installed, its shell is tested on the stand-in` : `${browser}, ${electron}`
    }
  }
]
