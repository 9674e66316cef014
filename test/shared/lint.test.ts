import { ESLint } from 'eslint'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const eslint = new ESLint({ cwd: root })

/** Rules that a text breaks as if it stood in a file of the checkout, which must exist where types are checked. */
async function broken(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) })
  return result.messages.map(({ ruleId, message }) => ruleId ?? message)
}

const page = 'src-renderer/App.svelte'
const script = (text: string) => `<script lang="ts">\n${text}\n</script>\n`

describe('the linter', () => {
  it.each([
    ['src-main/electron/lifecycle.ts', "import { ipcMain } from 'electron'\nipcMain.on('x', () => undefined)\n", '@typescript-eslint/no-restricted-imports'],
    ['src-main/electron/lifecycle.ts', "import { shell } from 'electron'\nshell.beep()\n", '@typescript-eslint/no-restricted-imports'],
    [page, script("import { init } from 'echarts'\ninit(null)"), '@typescript-eslint/no-restricted-imports'],
    [page, script("import { writable } from 'svelte/store'\nwritable(0)"), '@typescript-eslint/no-restricted-imports'],
    [page, script("void fetch('/x')"), 'no-restricted-globals'],
    [page, script("localStorage.setItem('a', 'b')"), 'no-restricted-globals'],
    [page, script("new WebSocket('ws://x')"), 'no-restricted-globals'],
    [page, '<p style="color: red">x</p>\n', 'no-restricted-syntax'],
    [page, `${script("const text = '<b>x</b>'")}{@html text}\n`, 'svelte/no-at-html-tags'],
    [page, `${script('const list = [1, 2]')}{#each list as one}{one}{/each}\n`, 'svelte/require-each-key'],
    ['shared/errors.ts', 'export const value: any = 1\n', '@typescript-eslint/no-explicit-any'],
    ['shared/errors.ts', 'export const value = (1 as unknown) as string\n', 'no-restricted-syntax'],
    ['shared/errors.ts', '// @ts-expect-error because\nexport const value: string = 1\n', '@typescript-eslint/ban-ts-comment'],
    ['shared/errors.ts', 'export function run() {\n  try { JSON.parse("") } catch {}\n}\n', 'no-empty'],
    ['shared/errors.ts', 'export async function run() {\n  Promise.resolve(1)\n}\n', '@typescript-eslint/no-floating-promises'],
    ['shared/errors.ts', `export const long = [${'1, '.repeat(60)}1]\n`, 'max-len'],
    ['shared/errors.ts', `export function long() {\n${'  void 0\n'.repeat(60)}}\n`, 'max-lines-per-function'],
    ['shared/errors.ts', `${'export {}\n'.repeat(301)}`, 'max-lines'],
    ['shared/errors.ts', 'export const many = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e]\n', 'max-params']
  ])('refuses in %s: %s', async (file, text, rule) => {
    expect(await broken(file, text)).toContain(rule)
  })

  it('cannot be silenced from within a file', async () => {
    expect(await broken('shared/errors.ts', '// eslint-disable-next-line\nexport const value: any = 1\n')).toContain('@typescript-eslint/no-explicit-any')
  })

  it('lets each home use what lives there', async () => {
    expect(await broken('src-main/electron/open-external.ts', "import { shell } from 'electron'\nshell.beep()\n")).toEqual([])
    expect(await broken('src-renderer/host/browser-host.ts', "export const answer = fetch('/x')\n")).toEqual([])
  })
})
