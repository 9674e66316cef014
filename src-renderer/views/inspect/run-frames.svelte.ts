import { strongestFrequency } from '../../../shared/numerics/frequency-plane.ts'
import { keyFrequencies } from '../../../shared/numerics/key-frequencies.ts'
import type { PlaneFrames, Projection, SnapshotList, Spectrum } from '../../../shared/rpc.ts'
import { frameAt, normsOf } from '../../charts/embedding/frame.ts'
import type { ReadingHost } from '../../host/host.ts'
import { onReconnection } from '../../state/reconnection.ts'
import { errorText } from '../../state/messages.svelte.ts'

type Fit = 'each' | 'last' | 'all'
const gatherMs = 800
const mostMatrices = 40

/** All snapshots of one tensor of a run, projected: fetched once, lengthened as a live run keeps more. */
export class RunFrames {
  readonly runId: string
  snapshots: readonly SnapshotList[] | null = $state.raw(null)
  /** Those that have a row for each token: what can be projected. */
  readonly embeddings: readonly SnapshotList[] = $derived((this.snapshots ?? []).filter(({ shape }) => shape.length === 2))
  projection: Projection | null = $state.raw(null)
  spectrum: Spectrum | null = $state.raw(null)
  readonly #lastNorms = $derived(this.spectrum === null ? [] : normsOf(this.spectrum, frameAt(this.spectrum.steps, null)))
  /** Key frequencies of the last snapshot. */
  readonly keys = $derived(keyFrequencies(this.#lastNorms))
  /** The strongest of them; null where they are none, or too many for a circle. */
  readonly strongest = $derived(strongestFrequency(this.#lastNorms, this.keys))
  failure: string | null = $state(null)
  spectrumFailure: string | null = $state(null)
  readonly #host: ReadingHost
  readonly #unsubscribes: readonly (() => void)[]
  readonly #matrices = new Map<number, Promise<{ shape: number[]; data: Float32Array }>>()
  #tensor = ''
  #wanted: string | null = null
  #fit: Fit = 'each'
  /** Tensors of which a live run has kept more. */
  readonly #stale = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #asked = 0
  /** True once the page has no more use for it: what is still answered is dropped. */
  #isOver = false

  constructor(host: ReadingHost, runId: string) {
    this.#host = host
    this.runId = runId
    this.#unsubscribes = [
      host.on('run.snapshot', (event) => {
        if (event.runId !== runId) return
        this.#stale.add(event.tensor)
        this.#timer ??= setTimeout(() => { this.#timer = null; void this.#follow() }, gatherMs)
      }),
      onReconnection(host, () => void this.#readAnew())
    ]
  }

  /** True until there is something to show, or to say. */
  get isReading(): boolean {
    return this.projection === null && this.failure === null && (this.snapshots === null || this.embeddings.length > 0)
  }

  get tensor(): string {
    return this.#tensor
  }

  async load(tensor: string | null, fit: Fit): Promise<void> {
    this.#wanted = tensor
    this.#fit = fit
    try {
      const snapshots = this.snapshots ?? await this.#host.call('snapshots.list', { runId: this.runId })
      if (this.#isOver) return
      this.snapshots = snapshots
      const chosen = ['embedding', tensor].reduce((found, name) => this.embeddings.find((list) => list.tensor === name) ?? found, this.embeddings[0])
      if (chosen && chosen.tensor !== this.#tensor) {
        this.#tensor = chosen.tensor
        this.spectrum = null
        this.#matrices.clear()
      }
    } catch (error) {
      this.failure = errorText(error)
      return
    }
    await this.#read()
  }

  /** Lists what a live run has kept meanwhile, and projects it where it is what is shown. */
  async #follow(): Promise<void> {
    const isShown = this.#tensor === '' || this.#stale.has(this.#tensor)
    this.#stale.clear()
    try {
      this.snapshots = await this.#host.call('snapshots.list', { runId: this.runId })
    } catch (error) {
      this.failure = errorText(error)
      return
    }
    if (isShown) await this.#read()
  }

  /** What was kept while the connection was lost was not announced, and what was asked for then was not answered. */
  async #readAnew(): Promise<void> {
    try {
      this.snapshots = await this.#host.call('snapshots.list', { runId: this.runId })
      this.failure = null
    } catch (error) {
      this.failure = errorText(error)
      return
    }
    if (!this.#isOver) await this.load(this.#wanted, this.#fit)
  }

  async #read(): Promise<void> {
    const asked = ++this.#asked
    try {
      if (this.#tensor === '') await this.#findTensor()
      if (this.#isOver || this.#tensor === '') return
    } catch (error) {
      this.failure = errorText(error)
      return
    }
    const from = { runId: this.runId, tensor: this.#tensor }
    const [projection, spectrum] = await Promise.allSettled([
      this.#host.call('inspect.projection', { ...from, fit: this.#fit, components: 3 }), this.#host.call('inspect.spectrum', from)
    ])
    if (asked !== this.#asked) return
    this.projection = projection.status === 'fulfilled' ? projection.value : null
    this.spectrum = spectrum.status === 'fulfilled' ? spectrum.value : null
    this.failure = projection.status === 'rejected' ? errorText(projection.reason) : null
    this.spectrumFailure = spectrum.status === 'rejected' ? errorText(spectrum.reason) : null
  }

  /** A run that trains has no snapshots at first. */
  async #findTensor(): Promise<void> {
    const snapshots = await this.#host.call('snapshots.list', { runId: this.runId })
    if (this.#isOver) return
    this.snapshots = snapshots
    this.#tensor = (this.embeddings.find(({ tensor }) => tensor === 'embedding') ?? this.embeddings[0])?.tensor ?? ''
  }

  /** The tensor itself at a kept step, for distances in its own space. */
  matrix(step: number): Promise<{ shape: number[]; data: Float32Array }> {
    const known = this.#matrices.get(step)
    if (known) return known
    const asked = this.#host.call('snapshots.read', { runId: this.runId, tensor: this.#tensor, step })
    asked.catch(() => this.#matrices.delete(step))
    this.#matrices.set(step, asked)
    for (const oldest of this.#matrices.keys()) if (this.#matrices.size > mostMatrices) this.#matrices.delete(oldest)
    return asked
  }

  /** All snapshots on the plane of a frequency. */
  plane(frequency: number): Promise<PlaneFrames> {
    return this.#host.call('inspect.plane', { runId: this.runId, tensor: this.#tensor, frequency })
  }

  dispose(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#asked++
    this.#isOver = true
  }
}
