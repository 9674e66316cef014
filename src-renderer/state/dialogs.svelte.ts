/** Fork this run; from `step` where it is given, else from its last checkpoint. */
export interface ForkRequest { runId: string; step: number | null }

/** Dialogs that more than one page opens. */
export class Dialogs {
  fork: ForkRequest | null = $state.raw(null)
}
