import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/run/longest-first.ts'

/** Tests run real processes, databases and browsers: few at a time, with time to breathe. Three keep two processors busy: some wait for downloads. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**'],
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    // A busy machine takes longer than the usual second to draw a page; a wait ends as soon as what it waits for is there.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    passWithNoTests: false,
    allowOnly: false
  }
})
