import type { RunConfig } from '../../shared/config/schema.ts'

/** Models whose compiled step is faster through XLA; measured by `npm run bench:step`. */
const fasterWithXla: ReadonlySet<RunConfig['model']['kind']> = new Set(['transformer'])

/** True where XLA is measured to win; the choice depends on the config alone, so that a resumed run makes the same one. */
export function winsWithXla(config: RunConfig): boolean {
  return fasterWithXla.has(config.model.kind)
}
