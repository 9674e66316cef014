import { expect, test } from 'vitest'
import { decideAfterCrash } from '../../src-main/electron/crash-policy.ts'

test.each([
  ['crashed', [], 'reload'],
  ['oom', [50_000], 'reload'],
  ['crashed', [50_000, 90_000], 'ask'],
  ['crashed', [10_000, 90_000], 'reload'],
  ['clean-exit', [], 'nothing'],
  ['killed', [99_000, 99_500], 'ask']
] as const)('the page ended (%s) after reloads at %o: %s', (reason, reloads, decision) => {
  expect(decideAfterCrash(reason, reloads, 100_000)).toBe(decision)
})
