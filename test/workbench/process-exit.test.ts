import { describe, expect, it } from 'vitest'
import { describeExit } from '../../src-main/workbench/process-exit.ts'

const advice = 'resume the run'

describe('the end of a process', () => {
  it('is told by its status or signal, with advice', () => {
    expect(describeExit('it', { code: 3, signal: null, errorOutput: '' }, advice)).toBe('it ended with status 3; resume the run')
    expect(describeExit('it', { code: null, signal: 'SIGTERM', errorOutput: '' }, advice)).toBe('it ended by SIGTERM; resume the run')
  })

  it('is thought to be want of memory where the kernel may have killed it', () => {
    expect(describeExit('it', { code: null, signal: 'SIGKILL', errorOutput: '' }, advice)).toBe('it ended by SIGKILL, perhaps for want of memory; resume the run')
  })

  it('shows the last errors, without what TensorFlow remarks', () => {
    const errorOutput = 'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\nI0000 00:00:1.2 7 port.cc:153] oneDNN is on\nE0000 no device\n'
    expect(describeExit('it', { code: 1, signal: null, errorOutput }, advice)).toBe('it ended with status 1; resume the run\nE0000 no device')
    expect(describeExit('it', { code: 1, signal: null, errorOutput: 'x'.repeat(5000) }, advice)).toHaveLength('it ended with status 1; resume the run\n'.length + 2000)
  })
})
