import { Draft } from '../config/draft.svelte.ts'
import { Kept } from './kept.ts'
import { keptNewRun, type KeptNewRun } from './kept-new-run.ts'

/** What a new run is made from: a config, its preset and, for a duplicate, the run that it comes from. */
export interface RunStart {
  config: object
  preset: string | null
  name: string
  source: { id: string; name: string } | null
}

/** The run that is being set up. It stays while other pages are looked at or the page is loaded again, until it is started or another is begun. */
export class NewRun {
  readonly draft = new Draft({})
  name = $state('')
  /** How many runs to start, as it is typed. */
  count = $state('1')
  preset: string | null = $state(null)
  asJson = $state(false)
  /** The query of the address that it was begun by; null where nothing is being set up. */
  #asked: string | null = $state(null)
  #start: RunStart = $state.raw({ config: {}, preset: null, name: '', source: null })
  readonly source: RunStart['source'] = $derived(this.#start.source)
  readonly isChanged: boolean = $derived.by(() => this.#asked !== null && this.#differs())

  /** `storage` outlives a load of the page. */
  constructor(storage: Storage) {
    const kept = new Kept(storage, 'grokscope.new-run', keptNewRun)
    const left = kept.take()
    if (left !== null) this.#bringBack(left)
    kept.onLeaving(() => this.#toKeep())
  }

  /** True where an address finds what was left: the one that it was begun by, or the bare one where there is something to lose. */
  goesOn(asked: string): boolean {
    return asked === this.#asked || (asked === '' && this.isChanged)
  }

  begin(asked: string, start: RunStart): void {
    this.#asked = asked
    this.#start = start
    this.name = start.name
    this.count = '1'
    this.choosePreset(start.preset, start.config)
  }

  choosePreset(name: string | null, config: object): void {
    this.preset = name
    this.draft.start(config)
  }

  /** Remembers everything as it is; what it gives brings that back. */
  remember(): () => void {
    const { name, count, preset } = this
    const { base, config } = this.draft
    const asked = this.#asked
    const start = this.#start
    return () => {
      this.#asked = asked
      this.#start = start
      this.name = name
      this.count = count
      this.preset = preset
      this.draft.base = base
      this.draft.config = config
    }
  }

  /** Leaves nothing to come back to: the run is started. */
  finish(): void {
    this.#asked = null
  }

  #toKeep(): KeptNewRun | null {
    const { draft, name, count, preset, asJson } = this
    const typed = draft.typedJson?.config === draft.config ? draft.typedJson?.text ?? null : null
    if (this.#asked === null || (typed === null && !this.isChanged)) return null
    const { base, config } = draft
    const start = { ...this.#start, config: { ...this.#start.config } }
    return { asked: this.#asked, start, name, count, preset, base: { ...base }, config, asJson, typed }
  }

  #bringBack({ asked, start, name, count, preset, base, config, asJson, typed }: KeptNewRun): void {
    this.#asked = asked
    this.#start = start
    this.name = name
    this.count = count
    this.preset = preset
    this.asJson = asJson
    this.draft.base = base
    this.draft.config = config
    this.draft.typedJson = typed === null ? null : { text: typed, config }
  }

  #differs(): boolean {
    const { draft, name, count, preset } = this
    return name !== this.#start.name || count !== '1' || preset !== this.#start.preset || !draft.check.ok || draft.differences.length > 0
  }
}
