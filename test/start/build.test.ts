import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isStale } from '../../src-main/start/build.ts'

let folder = ''
const bundle = { sources: ['source', 'package-lock.json'], result: 'dist/index.html' }

function write(name: string, seconds: number): void {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), name)
  utimesSync(join(folder, name), seconds, seconds)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grokscope-build-'))
  write('source/deep/page.ts', 1_000)
  write('package-lock.json', 1_000)
  for (const name of ['source/deep', 'source']) utimesSync(join(folder, name), 1_000, 1_000)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a bundle that is missing is stale', () => {
  expect(isStale(bundle, folder)).toBe(true)
})

test('a bundle that is newer than all it is made from is not', () => {
  write('dist/index.html', 2_000)
  expect(isStale(bundle, folder)).toBe(false)
})

test.each(['source/deep/page.ts', 'source/deep/new.ts', 'package-lock.json'])('a bundle is stale once %s changed', (name) => {
  write('dist/index.html', 2_000)
  write(name, 3_000)
  expect(isStale(bundle, folder)).toBe(true)
})
