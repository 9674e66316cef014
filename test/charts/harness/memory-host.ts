import * as v from 'valibot'
import { GrokscopeError } from '../../../shared/errors.ts'
import { decimate } from '../../../shared/numerics/decimate.ts'
import { methods, type EventName, type Events, type MethodName, type Parameters, type Result, type SeriesData } from '../../../shared/rpc.ts'
import type { Connection, ReadingHost } from '../../../src-renderer/host/host.ts'
import { connectionLost } from '../../../src-renderer/host/call-table.ts'
import type { SampleRun } from './samples.ts'

/** The reading side of a host, over runs in memory; it remembers what it was asked. */
export class MemoryHost implements ReadingHost {
  connection: Connection = 'open'
  readonly calls: { method: string; parameters: unknown }[] = []
  readonly runs: Map<string, SampleRun>
  readonly #listeners = new Map<string, Set<(payload: never) => void>>()
  readonly #connectionListeners = new Set<(connection: Connection) => void>()

  constructor(runs: readonly SampleRun[]) {
    this.runs = new Map(runs.map((run) => [run.record.id, run]))
  }

  async call<K extends MethodName>(method: K, parameters: Parameters<K>): Promise<Result<K>> {
    this.calls.push({ method, parameters })
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (this.connection === 'lost') throw connectionLost()
    if (method !== 'series.read') throw new GrokscopeError('request/unknown-method', `The memory host has no ${method}.`)
    return this.#readSeries(parameters) as Result<K>
  }

  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  onConnection(listener: (connection: Connection) => void): () => void {
    this.#connectionListeners.add(listener)
    return () => this.#connectionListeners.delete(listener)
  }

  /** Loses the connection, or brings it back. */
  connect(connection: Connection): void {
    this.connection = connection
    for (const listener of this.#connectionListeners) listener(connection)
  }

  emit<E extends EventName>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (payload: Events[E]) => void)(payload)
  }

  #readSeries(parameters: unknown): SeriesData[] {
    const query = v.parse(methods['series.read'].parameters, parameters)
    const { fromStep = 0, toStep = Number.MAX_SAFE_INTEGER, pixels, logarithmicSteps } = query
    return query.runIds.flatMap((runId) => query.names.flatMap((name) => {
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

  #run(runId: string): SampleRun {
    const run = this.runs.get(runId)
    if (!run) throw new GrokscopeError('run/unknown', `There is no run ${runId}.`)
    return run
  }
}
