import { taskShape } from '../../shared/catalogue/tasks/index.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Frame } from '../../shared/numerics/pca.ts'
import type { Parsed, PlaneFrames, Projection, Spectrum } from '../../shared/rpc.ts'
import type { RunStore } from '../store/run-store.ts'
import { InspectionThread } from './inspection-thread.ts'

const keptResults = 24

/** Results by what they were asked for; the least recently asked go first. */
class RecentResults<Result> {
  readonly #results = new Map<string, Promise<Result>>()

  get(key: string, compute: () => Promise<Result>): Promise<Result> {
    const result = this.#results.get(key) ?? compute()
    this.#results.delete(key)
    this.#results.set(key, result)
    result.catch(() => this.#results.delete(key))
    const [oldest] = this.#results.keys()
    if (this.#results.size > keptResults && oldest !== undefined) this.#results.delete(oldest)
    return result
  }
}

/** Looks inside kept tensors. Results are kept until the run has a newer snapshot. */
export class Inspector {
  readonly #store: RunStore
  readonly #thread: InspectionThread
  readonly #projections = new RecentResults<Projection>()
  readonly #planes = new RecentResults<PlaneFrames>()
  readonly #spectra = new RecentResults<Spectrum>()

  constructor(store: RunStore, workerEntry: string | null) {
    this.#store = store
    this.#thread = new InspectionThread(workerEntry)
  }

  close(): Promise<void> { return this.#thread.close() }

  /** Every snapshot on principal components of its residues; see `projectFrames`. Throws `snapshot/missing`. */
  async projection({ runId, tensor, fit, components }: Parsed<'inspect.projection'>): Promise<Projection> {
    const steps = this.#steps(runId, tensor)
    return this.#projections.get(`${runId} ${tensor} ${String(steps.at(-1))} ${fit} ${components}`, async () => {
      const frames = this.#frames(runId, tensor, steps)
      const projected = await this.#thread.run<'projection'>({ kind: 'projection', frames, fit, components })
      return { steps, tokens: frames[0]?.rows ?? 0, components, ...projected }
    })
  }

  /**
   * Every snapshot on the plane of a frequency in the last; see `planeFrames`.
   * Throws `snapshot/missing`, or `request/invalid` where p has no such frequency.
   */
  async plane({ runId, tensor, frequency }: Parsed<'inspect.plane'>): Promise<PlaneFrames> {
    const steps = this.#steps(runId, tensor)
    return this.#planes.get(`${runId} ${tensor} ${String(steps.at(-1))} ${frequency}`, async () => {
      const frames = this.#frames(runId, tensor, steps)
      const tokens = frames[0]?.rows ?? 0
      const most = Math.floor(tokens / 2)
      if (frequency > most) throw new GrokscopeError('request/invalid', `frequency: ${frequency} is not a frequency of ${tensor}; expected 1 to ${most}`)
      return { steps, tokens, ...await this.#thread.run<'plane'>({ kind: 'plane', frames, frequency }) }
    })
  }

  /** Fourier spectrum of every snapshot along the residues. Throws `snapshot/missing`. */
  async spectrum({ runId, tensor }: Parsed<'inspect.spectrum'>): Promise<Spectrum> {
    const steps = this.#steps(runId, tensor)
    return this.#spectra.get(`${runId} ${tensor} ${String(steps.at(-1))}`, async () =>
      ({ steps, ...await this.#thread.run<'spectrum'>({ kind: 'spectrum', frames: this.#frames(runId, tensor, steps) }) }))
  }

  #steps(runId: string, tensor: string): Float64Array {
    const list = this.#store.listSnapshots(runId)
    const found = list.find((entry) => entry.tensor === tensor)
    if (found !== undefined) return found.steps
    const kept = list.length === 0 ? 'it keeps none yet' : `it keeps ${list.map((entry) => entry.tensor).join(', ')}`
    throw new GrokscopeError('snapshot/missing', `run ${runId} has no snapshots of ${tensor}; ${kept}`)
  }

  /** The residues' rows of each snapshot; further tokens such as “=” are left out. */
  #frames(runId: string, tensor: string, steps: Float64Array): Frame[] {
    const { residues } = taskShape(this.#store.getRun(runId).config.task)
    return [...steps].map((step) => {
      const { shape, data } = this.#store.readSnapshot(runId, tensor, step)
      const [rows = 0] = shape
      return { data, rows: Math.min(rows, residues), columns: rows === 0 ? 0 : data.length / rows }
    })
  }
}
