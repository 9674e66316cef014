import { GrokscopeError } from '../../../shared/errors.ts'
import { decimate } from '../../../shared/numerics/decimate.ts'
import { projectFrames } from '../../../shared/numerics/projection.ts'
import { embeddingSpectrum } from '../../../shared/numerics/spectrum.ts'
import type { EventName, Events, Handlers, MethodName, Parameters, Parsed, PreparedExport, Result } from '../../../shared/rpc.ts'
import { defaultSettings, type Settings } from '../../../shared/settings.ts'
import type { Host } from '../../../src-renderer/host/host.ts'
import type { SampleRun } from './samples.ts'

type Answers = { [K in MethodName]?: (parameters: Parsed<K>) => Result<K> | Promise<Result<K>> }

/** A host over runs in memory, which remembers what it was asked. */
export class MemoryHost implements Host {
  readonly kind = 'browser'
  readonly connection = 'open'
  readonly calls: { method: string; parameters: unknown }[] = []
  readonly saved: PreparedExport[] = []
  readonly runs: Map<string, SampleRun>
  settings: Settings = defaultSettings
  readonly views = new Map<string, unknown>()
  readonly #listeners = new Map<string, Set<(payload: never) => void>>()
  readonly #answers: Answers

  constructor(runs: readonly SampleRun[], answers: Answers = {}) {
    this.runs = new Map(runs.map((run) => [run.record.id, run]))
    this.#answers = { ...this.#own(), ...answers }
  }

  onConnection(): () => void {
    return () => undefined
  }

  async call<K extends MethodName>(method: K, parameters: Parameters<K>): Promise<Result<K>> {
    this.calls.push({ method, parameters })
    await new Promise((resolve) => setTimeout(resolve, 1))
    const answer = this.#answers[method] as Handlers[K] | undefined
    if (!answer) throw new GrokscopeError('request/unknown-method', `The memory host has no ${method}.`)
    return answer(parameters as Parsed<K>)
  }

  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  emit<E extends EventName>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (payload: Events[E]) => void)(payload)
  }

  async saveExport(file: PreparedExport): Promise<boolean> {
    this.saved.push(file)
    return true
  }

  async chooseImport(): Promise<string | null> {
    return null
  }

  #run(runId: string): SampleRun {
    const run = this.runs.get(runId)
    if (!run) throw new GrokscopeError('run/unknown', `There is no run ${runId}.`)
    return run
  }

  #own(): Answers {
    return {
      'views.get': ({ key }) => this.views.get(key) ?? null,
      'views.set': ({ key, value }) => { this.views.set(key, value); return null },
      'settings.get': () => this.settings,
      'settings.set': (changes) => (this.settings = { ...this.settings, ...changes }),
      'app.info': () => ({ version: '0', dataFolder: '/', readOnly: null, storeBytes: 0, machine: { processors: 2, memoryBytes: 1, platform: 'test' } }),
      'runtime.status': () => ({ usable: 'portable', library: 'none', device: 'none', reason: null, installing: false }),
      'queue.get': () => ({ training: [], queued: [], secondsLeft: null }),
      'runs.list': ({ bin }) => (bin ? [] : [...this.runs.values()].map(({ record }) => record)),
      'runs.get': ({ runId }) => this.#run(runId).record,
      'series.read': (query) => this.#readSeries(query),
      'snapshots.list': ({ runId }) => [{ tensor: 'embedding', steps: Float64Array.from(this.#run(runId).snapshots.keys()), shape: [113, 128] }],
      'snapshots.read': ({ runId, step }) => ({ shape: [113, 128], data: this.#run(runId).snapshots.get(step) ?? new Float64Array(0) as never }),
      'inspect.projection': ({ runId, fit, components }) => {
        const { snapshots } = this.#run(runId)
        const frames = [...snapshots.values()].map((data) => ({ data, rows: 113, columns: 128 }))
        return { steps: Float64Array.from(snapshots.keys()), tokens: 113, components, ...projectFrames(frames, fit, components) }
      },
      'inspect.spectrum': ({ runId }) => {
        const { snapshots } = this.#run(runId)
        const spectra = [...snapshots.values()].map((data) => embeddingSpectrum(data, 113, 128))
        return {
          steps: Float64Array.from(snapshots.keys()), frequencies: 57, norms: Float32Array.from(spectra.flatMap(({ norms }) => [...norms])),
          gini: Float32Array.from(spectra, ({ gini }) => gini)
        }
      },
      'export.figure': ({ format }) => ({ exportId: 'figure', fileName: `figure.${format}`, mediaType: 'image/svg+xml', sizeBytes: 1 })
    }
  }

  #readSeries({ runIds, names, fromStep = 0, toStep = Number.MAX_SAFE_INTEGER, pixels, logarithmicSteps }: Parsed<'series.read'>): Result<'series.read'> {
    return runIds.flatMap((runId) => names.flatMap((name) => {
      const series = this.#run(runId).series.get(name)
      if (!series) return []
      const first = series.steps.findIndex((step) => step >= fromStep)
      const after = series.steps.findIndex((step) => step > toStep)
      const cut = (values: Float64Array) => (first < 0 ? values.slice(0, 0) : values.slice(first, after < 0 ? undefined : after))
      const part = { steps: cut(series.steps), values: cut(series.values) }
      if (pixels === undefined || part.steps.length <= pixels * 2) return [{ runId, name, ...part }]
      const range = { from: part.steps[0], to: (part.steps.at(-1) ?? 0) + 1, pixels, logarithmic: logarithmicSteps }
      return [{ runId, name, ...decimate(part, range) }]
    }))
  }
}
