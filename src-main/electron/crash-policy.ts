const windowMs = 60_000
const reloadsPerWindow = 2

/** What to do when the page's process ended at `now`, after having been loaded anew at `reloads` (milliseconds). */
export function decideAfterCrash(reason: string, reloads: readonly number[], now: number): 'nothing' | 'reload' | 'ask' {
  if (reason === 'clean-exit') return 'nothing'
  return reloads.filter((time) => now - time < windowMs).length < reloadsPerWindow ? 'reload' : 'ask'
}
