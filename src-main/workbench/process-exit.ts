import type { ProcessExit } from '../trainer/protocol.ts'

const tailCharacters = 2000
/** What TensorFlow's log says of itself, and its remarks that are no errors. */
const remark = /^(I\d{4} |WARNING: All log messages before absl::InitializeLog\(\))/

function howItEnded({ code, signal }: ProcessExit): string {
  if (signal === null) return `with status ${String(code)}`
  // The kernel kills so what takes more memory than there is.
  return signal === 'SIGKILL' ? 'by SIGKILL, perhaps for want of memory' : `by ${signal}`
}

function lastErrors({ errorOutput }: ProcessExit): string {
  const lines = errorOutput.split('\n').filter((line) => !remark.test(line))
  return lines.join('\n').trim().slice(-tailCharacters)
}

/** How a process ended that should not have, in one sentence with advice, and below it the end of what it wrote as errors. */
export function describeExit(process: string, exit: ProcessExit, advice: string): string {
  return `${process} ended ${howItEnded(exit)}; ${advice}\n${lastErrors(exit)}`.trimEnd()
}
