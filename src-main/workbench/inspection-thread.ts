import { Worker } from 'node:worker_threads'
import { GrokscopeError } from '../../shared/errors.ts'
import { inspect, type Inspected, type Inspection } from './inspection.ts'

interface Waiting {
  resolve: (result: never) => void
  reject: (error: Error) => void
}
type Answer = { id: number; result: never } | { id: number; error: string }

/** Computes inspections beside the workbench, which goes on writing points meanwhile. The thread starts with the first one. */
export class InspectionThread {
  readonly #entry: string | null
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #next = 1

  /** `entry` is the worker's script; without one, inspections are computed here. */
  constructor(entry: string | null) {
    this.#entry = entry
  }

  run<Kind extends Inspection['kind']>(inspection: Extract<Inspection, { kind: Kind }>): Promise<Inspected<Kind>> {
    return new Promise((resolve, reject) => {
      if (this.#entry === null) return resolve(inspect(inspection) as Inspected<Kind>)
      const id = this.#next++
      this.#waiting.set(id, { resolve, reject })
      this.#open(this.#entry).postMessage({ id, inspection })
    })
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #open(entry: string): Worker {
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(entry)
    worker.unref()
    worker.on('message', (answer: Answer) => this.#answer(answer))
    worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => this.#fail('it ended'))
    this.#worker = worker
    return worker
  }

  #answer(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(new GrokscopeError('request/invalid', `the snapshots cannot be inspected: ${answer.error}`))
    else waiting?.resolve(answer.result)
  }

  #fail(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new GrokscopeError('internal', `the inspection was not finished: ${reason}`))
    this.#waiting.clear()
    this.#worker = null
  }
}
