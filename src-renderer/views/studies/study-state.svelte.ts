import type { ReadingHost } from '../../host/host.ts'
import { onReconnection } from '../../state/reconnection.ts'
import type { StudyReport } from '../../../shared/studies/report.ts'
import type { StudyScale } from '../../../shared/studies/study.ts'
import { errorText } from '../../state/messages.svelte.ts'

export interface StudyChoice { name: string; scale: StudyScale; seeds?: number }

const gatherMs = 150
/** How often the time left is asked for while a study computes. */
const repeatMs = 10_000

/** One study at one scale, kept current by events. */
export class StudyState {
  report: StudyReport | null = $state.raw(null)
  failure: string | null = $state(null)
  /** True while the report of another choice is still on screen. */
  isReading = $state(false)
  readonly #host: ReadingHost
  readonly #unsubscribes: readonly (() => void)[]
  #choice: StudyChoice | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #asked = 0

  constructor(host: ReadingHost) {
    this.#host = host
    this.#unsubscribes = [
      host.on('study.changed', ({ name }) => { if (name === this.#choice?.name) this.#readIn(gatherMs) }),
      onReconnection(host, () => this.#readIn(gatherMs))
    ]
  }

  async show(choice: StudyChoice): Promise<void> {
    this.#choice = choice
    this.isReading = true
    await this.#take(this.#host.call('studies.get', choice))
  }

  /** Trains what is missing. Rejects where the study cannot begin. */
  async start(): Promise<void> {
    if (this.#choice === null) return
    const asked = ++this.#asked
    const report = await this.#host.call('studies.start', this.#choice)
    if (asked === this.#asked) this.#accept(report)
  }

  async stop(): Promise<void> {
    if (this.#choice !== null) await this.#host.call('studies.stop', { name: this.#choice.name })
  }

  async #take(answer: Promise<StudyReport>): Promise<void> {
    const asked = ++this.#asked
    try {
      const report = await answer
      if (asked === this.#asked) this.#accept(report)
    } catch (error) {
      if (asked !== this.#asked) return
      this.failure = errorText(error)
      this.isReading = false
      this.#readWhileActive()
    }
  }

  #accept(report: StudyReport): void {
    this.report = report
    this.failure = null
    this.isReading = false
    this.#readWhileActive()
  }

  #readWhileActive(): void {
    if (this.report !== null && this.report.stage !== 'idle') this.#readIn(repeatMs)
  }

  #readIn(milliseconds: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (this.#choice !== null) void this.#take(this.#host.call('studies.get', this.#choice))
    }, milliseconds)
  }

  dispose(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#asked++
  }
}
