import { describe, expect, it } from 'vitest'
import { addCounts, countTests, summaryLine } from './report.ts'

const report = {
  numPassedTests: 40, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1,
  testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [{}] }, { name: 'b.test.ts', status: 'passed', assertionResults: [{}] }]
}

describe('the counts of a test run', () => {
  it('are those of the report', () => {
    expect(countTests(report, 1)).toEqual({ passed: 40, failed: 2, skipped: 2 })
  })

  it('take a file that could not be run as a failure', () => {
    const broken = { ...report, numFailedTests: 0, testResults: [{ name: 'c.test.ts', status: 'failed', assertionResults: [] }] }
    expect(countTests(broken, 1)).toEqual({ passed: 40, failed: 1, skipped: 2 })
  })

  it('take a failure that belongs to no test as one', () => {
    const clean = { ...report, numFailedTests: 0, testResults: [] }
    expect(countTests(clean, 1).failed).toBe(1)
    expect(countTests(clean, 0).failed).toBe(0)
    expect(countTests(null, 0).failed).toBe(1)
  })

  it('end in one line', () => {
    expect(summaryLine(addCounts({ passed: 9, failed: 0, skipped: 0 }, { passed: 40, failed: 2, skipped: 1 }))).toBe('49 passed, 2 failed, 1 skipped')
  })
})
