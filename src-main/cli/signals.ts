import type { Session } from './session.ts'

/** First Ctrl-C: `stop`, after a last checkpoint of what trains. Second: every process is ended at once. Answers how to end this. */
export function stopOnSignals({ workbench, output }: Session, stop: () => Promise<unknown>): () => void {
  let asked = false
  const onSignal = () => {
    if (asked) return workbench.kill()
    asked = true
    output.note('Stopping after a last checkpoint; press Ctrl-C again to end at once.')
    stop().catch((error: unknown) => output.failure(error))
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
}
