import type { Frame } from '../../shared/numerics/pca.ts'
import { projectFrames } from '../../shared/numerics/projection.ts'
import { embeddingSpectrum } from '../../shared/numerics/spectrum.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Parsed, Projection, Spectrum } from '../../shared/rpc.ts'
import type { RunStore } from '../store/run-store.ts'

const cachedResults = 24

/** Looks inside kept tensors. Results are kept until the run has a newer snapshot. */
export class Inspector {
  readonly #store: RunStore
  readonly #cache = new Map<string, Projection | Spectrum>()

  constructor(store: RunStore) {
    this.#store = store
  }

  /** Every snapshot on principal components of its residues; see `projectFrames`. */
  projection({ runId, tensor, fit, components }: Parsed<'inspect.projection'>): Projection {
    const { steps, lastStep } = this.#steps(runId, tensor)
    return this.#cached(`projection ${runId} ${tensor} ${lastStep} ${fit} ${components}`, () => {
      const frames = this.#frames(runId, tensor, steps)
      return { steps, tokens: frames[0]?.rows ?? 0, components, ...projectFrames(frames, fit, components) }
    })
  }

  /** Fourier spectrum of every snapshot along the residues. */
  spectrum({ runId, tensor }: Parsed<'inspect.spectrum'>): Spectrum {
    const { steps, lastStep } = this.#steps(runId, tensor)
    return this.#cached(`spectrum ${runId} ${tensor} ${lastStep}`, () => {
      const spectra = this.#frames(runId, tensor, steps).map((frame) => embeddingSpectrum(frame.data, frame.rows, frame.columns))
      const frequencies = spectra[0]?.norms.length ?? 0
      const norms = new Float32Array(spectra.length * frequencies)
      spectra.forEach((spectrum, index) => norms.set(spectrum.norms, index * frequencies))
      return { steps, frequencies, norms, gini: Float32Array.from(spectra, (spectrum) => spectrum.gini) }
    })
  }

  #steps(runId: string, tensor: string): { steps: Float64Array; lastStep: number } {
    const list = this.#store.listSnapshots(runId)
    const found = list.find((entry) => entry.tensor === tensor)
    if (found === undefined) {
      const kept = list.length === 0 ? 'it keeps none yet' : `it keeps ${list.map((entry) => entry.tensor).join(', ')}`
      throw new GrokscopeError('snapshot/missing', `run ${runId} has no snapshots of ${tensor}; ${kept}`)
    }
    return { steps: found.steps, lastStep: found.steps.at(-1) ?? -1 }
  }

  /** The residues' rows of each snapshot; further tokens such as “=” are left out. */
  #frames(runId: string, tensor: string, steps: Float64Array): Frame[] {
    const { modulus } = this.#store.getRun(runId).config.task
    return [...steps].map((step) => {
      const { shape, data } = this.#store.readSnapshot(runId, tensor, step)
      const [rows = 0] = shape
      return { data, rows: Math.min(rows, modulus), columns: rows === 0 ? 0 : data.length / rows }
    })
  }

  #cached<Kind extends Projection | Spectrum>(key: string, compute: () => Kind): Kind {
    const known = this.#cache.get(key) as Kind | undefined
    const result = known ?? compute()
    this.#cache.delete(key)
    this.#cache.set(key, result)
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= cachedResults) break
      this.#cache.delete(oldest)
    }
    return result
  }
}
