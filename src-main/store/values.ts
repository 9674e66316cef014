import type { Connection } from './database.ts'

/** Settings, views and the like: JSON by key. */
export function openValues(database: Connection) {
  const select = database.prepare<[string], string>('SELECT value FROM value WHERE key = ?').pluck()
  const insert = database.prepare<[string, string]>('INSERT OR REPLACE INTO value (key, value) VALUES (?, ?)')
  const remove = database.prepare<[string]>('DELETE FROM value WHERE key = ?')
  const unreadable = database.prepare<[], string>('SELECT key FROM value WHERE NOT json_valid(value)').pluck()

  return {
    /** Undefined where there is none, and where it cannot be read: a bad row must not stop the start. `check` reports it. */
    get(key: string): unknown {
      const text = select.get(key)
      if (text === undefined || unreadable.all().includes(key)) return undefined
      const value: unknown = JSON.parse(text)
      return value
    },

    set(key: string, value: unknown): void {
      const text: string | undefined = JSON.stringify(value)
      if (text === undefined) remove.run(key)
      else insert.run(key, text)
    },

    check: (): string[] => unreadable.all().map((key) => `The value ${JSON.stringify(key)} is not JSON.`)
  }
}

export type Values = ReturnType<typeof openValues>
