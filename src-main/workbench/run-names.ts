import { taskTitle } from '../../shared/catalogue/tasks/index.ts'
import type { RunConfig } from '../../shared/config/schema.ts'

/** A name for a run that was given none: the preset's, or what it trains on, numbered where it is taken. */
export function freeName(config: RunConfig, preset: string | null, taken: ReadonlySet<string>): string {
  const base = preset ?? `${config.model.kind} ${taskTitle(config.task)}`
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base} ${number}`
  return name
}
