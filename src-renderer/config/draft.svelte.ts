import type { ConfigIssue } from '../../shared/config/issue.ts'
import { checkConfig, type ConfigCheck } from '../../shared/config/validate.ts'
import { diffConfigs, type ConfigDifference } from './flatten.ts'
import { isPlain, setPath } from './paths.ts'

/** A config while it is being edited: any JSON, checked at every change. */
export class Draft {
  config: unknown = $state.raw({})
  /** What the differences are taken against. */
  base: object = $state.raw({})
  /** JSON as it is typed, which may be none for a while, and the config that it stands beside. */
  typedJson: { text: string; config: unknown } | null = $state.raw(null)
  readonly check: ConfigCheck = $derived(checkConfig(this.config))
  readonly issues: readonly ConfigIssue[] = $derived(this.check.ok ? [] : this.check.issues)
  readonly #messages: ReadonlyMap<string, string> = $derived(new Map(this.issues.map((issue) => [issue.path, issue.message])))
  readonly differences: readonly ConfigDifference[] = $derived.by(() => {
    if (this.check.ok) return diffConfigs(this.base, this.check.config)
    return isPlain(this.config) ? diffConfigs(this.base, this.config) : []
  })

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
}
