import { checkConfig, type ConfigCheck } from '../../shared/config/validate.ts'
import { diffConfigs, type ConfigDifference } from './flatten.ts'
import { isPlain, setPath } from './paths.ts'

/** A config while it is being edited: any JSON, checked at every change. */
export class Draft {
  config: unknown = $state.raw({})
  /** What the differences are taken against. */
  base: object = $state.raw({})
  readonly check: ConfigCheck = $derived(checkConfig(this.config))
  readonly #messages: ReadonlyMap<string, string> = $derived(new Map(this.check.ok ? [] : this.check.issues.map((issue) => [issue.path, issue.message])))
  readonly differences: readonly ConfigDifference[] = $derived(isPlain(this.config) ? diffConfigs(this.base, this.check.ok ? this.check.config : this.config) : [])

  constructor(config: object) {
    this.start(config)
  }

  start(config: object): void {
    const check = checkConfig(config)
    this.base = check.ok ? check.config : config
    this.config = this.base
  }

  set(path: string, value: unknown): void {
    this.config = setPath(this.config, path, value)
  }

  /** What is wrong with exactly this field; empty where it is well. */
  message(path: string): string {
    return this.#messages.get(path) ?? ''
  }

  /** What is wrong at a place that no field of the form shows. */
  get otherMessages(): readonly string[] {
    return this.check.ok ? [] : this.check.issues.filter((issue) => issue.message === 'is not a known field' || issue.path === '').map((issue) => `${issue.path} ${issue.message}`.trim())
  }
}
