import type { Connection } from './database.ts'

function prepare(database: Connection) {
  return {
    select: database.prepare<[string], string>('SELECT value FROM value WHERE key = ? AND json_valid(value)').pluck(),
    insert: database.prepare<[string, string]>('INSERT OR REPLACE INTO value (key, value) VALUES (?, ?)'),
    remove: database.prepare<[string]>('DELETE FROM value WHERE key = ?'),
    unreadable: database.prepare<[], string>('SELECT key FROM value WHERE NOT json_valid(value)').pluck()
  }
}

/** Settings, views and the like: JSON by key. */
export class Values {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Connection) {
    this.#sql = prepare(database)
  }

  /** Undefined where there is none, and where it cannot be read: a bad row must not stop the start. `check` reports it. */
  get(key: string): unknown {
    const text = this.#sql.select.get(key)
    return text === undefined ? undefined : JSON.parse(text)
  }

  /** Undefined removes the key. */
  set(key: string, value: unknown): void {
    const text: string | undefined = JSON.stringify(value)
    if (text === undefined) this.#sql.remove.run(key)
    else this.#sql.insert.run(key, text)
  }

  /** What is wrong with any value. */
  check(): string[] {
    return this.#sql.unreadable.all().map((key) => `The value ${JSON.stringify(key)} is not JSON.`)
  }
}
