import { SvelteMap } from 'svelte/reactivity'
import type { ReadingHost } from '../../host/host.ts'
import { onReconnection } from '../../state/reconnection.ts'
import type { FactReport, StudySummary } from '../../../shared/studies/report.ts'
import { studyScales, type StudyScale } from '../../../shared/studies/study.ts'
import { errorText } from '../../state/messages.svelte.ts'

const gatherMs = 300

/** All studies with their counts; the verdicts of those that are trained follow one by one, for each takes a moment. */
export class StudyList {
  studies: readonly StudySummary[] | null = $state.raw(null)
  failure: string | null = $state(null)
  readonly #facts = new SvelteMap<string, readonly FactReport[]>()
  readonly #host: ReadingHost
  readonly #unsubscribes: readonly (() => void)[]
  #timer: ReturnType<typeof setTimeout> | null = null
  #asked = 0

  constructor(host: ReadingHost) {
    this.#host = host
    this.#unsubscribes = [host.on('study.changed', () => this.#loadSoon()), onReconnection(host, () => this.#loadSoon())]
  }

  /** Facts with their verdicts; undefined until they are known. */
  facts(name: string, scale: StudyScale): readonly FactReport[] | undefined {
    return this.#facts.get(`${scale}/${name}`)
  }

  #loadSoon(): void {
    this.#timer ??= setTimeout(() => { this.#timer = null; void this.load() }, gatherMs)
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const studies = await this.#host.call('studies.list', {})
      if (asked !== this.#asked) return
      this.studies = studies
      this.failure = null
      await this.#judge(studies, () => asked === this.#asked)
    } catch (error) {
      if (asked === this.#asked) this.failure = errorText(error)
    }
  }

  async #judge(studies: readonly StudySummary[], isWanted: () => boolean): Promise<void> {
    for (const { name, scales } of studies) for (const scale of studyScales) {
      if (scales[scale].total === 0 || scales[scale].done < scales[scale].total) continue
      const { facts } = await this.#host.call('studies.get', { name, scale })
      if (!isWanted()) return
      this.#facts.set(`${scale}/${name}`, facts)
    }
  }

  dispose(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#asked++
  }
}
