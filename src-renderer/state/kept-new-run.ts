import * as v from 'valibot'

const key = 'grokscope.new-run'
const someConfig = v.record(v.string(), v.unknown())
const schema = v.object({
  asked: v.string(),
  start: v.object({
    config: someConfig, preset: v.nullable(v.string()), name: v.string(), source: v.nullable(v.object({ id: v.string(), name: v.string() }))
  }),
  name: v.string(), count: v.string(), preset: v.nullable(v.string()), base: someConfig, config: v.unknown(),
  asJson: v.boolean(), typed: v.nullable(v.string())
})

/** A new run as it was left, while the page is loaded again. */
export type KeptNewRun = v.InferOutput<typeof schema>

/** Keeps what is being set up for the page's next load; null keeps nothing. */
export function keepNewRun(storage: Storage, kept: KeptNewRun | null): void {
  if (kept === null) storage.removeItem(key)
  else storage.setItem(key, JSON.stringify(kept))
}

/** What the page kept before it was loaded; null where that is nothing, or is of another version. Gives it once. */
export function takeNewRun(storage: Storage): KeptNewRun | null {
  const text = storage.getItem(key)
  storage.removeItem(key)
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  return read.success ? read.output : null
}
