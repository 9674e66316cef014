import type { Workbench } from '../workbench/workbench.ts'

/** Longer than most runs take to their first step; shorter than people watch nothing happen. */
export const silenceMs = 3000

/** Tells what a trainer is doing before its run's first step, where that takes longer than `silenceMs`. Answers how to end this. */
export function onLongPreparation({ on }: Pick<Workbench, 'on'>, tell: (runId: string, doing: string) => void): () => void {
  const timers = new Map<string, NodeJS.Timeout>()
  const settle = (runId: string) => {
    clearTimeout(timers.get(runId))
    timers.delete(runId)
  }
  const unsubscribe = [
    on('run.preparing', ({ runId, doing }) => {
      settle(runId)
      timers.set(runId, setTimeout(() => tell(runId, doing), silenceMs))
    }),
    on('run.progress', ({ runId }) => settle(runId))
  ]
  return () => {
    for (const end of unsubscribe) end()
    for (const runId of [...timers.keys()]) settle(runId)
  }
}
