import * as v from 'valibot'

/** A config that may be of another version: it is checked where it is used. */
export const someConfig = v.record(v.string(), v.unknown())

/** A value that outlives a load of the page: kept when the page goes, given once to the next. */
export class Kept<Schema extends v.GenericSchema> {
  readonly #storage: Storage
  readonly #key: string
  readonly #schema: Schema

  constructor(storage: Storage, key: string, schema: Schema) {
    this.#storage = storage
    this.#key = key
    this.#schema = schema
  }

  /** What was kept; null where that is nothing, or is of another version. */
  take(): v.InferOutput<Schema> | null {
    const text = this.#storage.getItem(this.#key)
    this.#storage.removeItem(this.#key)
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), this.#schema), text)
    return read.success ? read.output : null
  }

  /** Keeps what `value` gives when the page goes; null keeps nothing. */
  onLeaving(value: () => v.InferInput<Schema> | null): void {
    addEventListener('pagehide', () => {
      const kept = value()
      if (kept === null) this.#storage.removeItem(this.#key)
      else this.#storage.setItem(this.#key, JSON.stringify(kept))
    })
  }
}
