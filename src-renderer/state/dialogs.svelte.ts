/** Dialogs that more than one page opens. */
export class Dialogs {
  /** Fork this run; from `step` where it is given, else from its last checkpoint. */
  fork: { runId: string; step: number | null } | null = $state.raw(null)
}
