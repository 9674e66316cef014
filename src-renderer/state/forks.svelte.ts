import * as v from 'valibot'
import { Draft } from '../config/draft.svelte.ts'
import type { ForkRequest } from './dialogs.svelte.ts'
import { Kept, someConfig } from './kept.ts'

const keptEdits = v.object({
  runId: v.string(), asked: v.nullable(v.number()), step: v.nullable(v.number()), name: v.string(), base: someConfig, config: v.unknown()
})
type KeptEdits = v.InferOutput<typeof keptEdits>

/** A fork of one run while it is set up. */
export class ForkEdits {
  readonly draft: Draft
  name = $state('')
  /** The step of the checkpoint that was chosen; null goes by what was asked for. */
  step: number | null = $state(null)
  /** The step that the dialog was last opened for. */
  #asked: number | null = null
  readonly isChanged: boolean = $derived.by(() => this.name !== '' || this.step !== null || this.draft.differences.length > 0)

  constructor(config: object) {
    this.draft = new Draft(config)
  }

  /** Another step that is asked for takes the place of the chosen one. */
  ask(step: number | null): void {
    if (step === null || step === this.#asked) return
    this.#asked = step
    this.step = null
  }

  /** Takes every edit back; what it gives brings them back. */
  startOver(): () => void {
    const { name, step } = this
    const { config } = this.draft
    this.name = ''
    this.step = null
    this.draft.config = this.draft.base
    return () => {
      this.name = name
      this.step = step
      this.draft.config = config
    }
  }

  toKeep(runId: string): KeptEdits {
    const { name, step, draft: { base, config } } = this
    return { runId, asked: this.#asked, step, name, base: { ...base }, config }
  }

  static from({ asked, step, name, base, config }: KeptEdits): ForkEdits {
    const edits = new ForkEdits(base)
    edits.#asked = asked
    edits.step = step
    edits.name = name
    edits.draft.config = config
    return edits
  }
}

/** Edits that outlive the component that asks for them: what is derived within it would go with it. */
function freshEdits(config: object): ForkEdits {
  let edits!: ForkEdits
  $effect.root(() => { edits = new ForkEdits(config) })
  return edits
}

/** Forks that are being set up, one for each run: edits stay while the dialog is closed or the page is loaded again, until the fork is started. */
export class Forks {
  readonly #edits: Map<string, ForkEdits>

  /** `storage` outlives a load of the page. */
  constructor(storage: Storage) {
    const kept = new Kept(storage, 'grokscope.forks', v.array(keptEdits))
    this.#edits = new Map((kept.take() ?? []).map((left) => [left.runId, ForkEdits.from(left)]))
    kept.onLeaving(() => {
      const changed = [...this.#edits].filter(([, edits]) => edits.isChanged)
      return changed.length === 0 ? null : changed.map(([runId, edits]) => edits.toKeep(runId))
    })
  }

  /** The edits of a run's fork as they were left, or fresh ones. */
  open({ runId, step }: ForkRequest, config: object): ForkEdits {
    const left = this.#edits.get(runId)
    const edits = left?.isChanged === true ? left : freshEdits(config)
    edits.ask(step)
    this.#edits.set(runId, edits)
    return edits
  }

  /** Leaves nothing to come back to: the fork is started. */
  finish(runId: string): void {
    this.#edits.delete(runId)
  }
}
