import { presets } from '../../../shared/config/presets.ts'
import type { RunRecord } from '../../../shared/run.ts'
import { nameWithEnd } from '../../format/run-names.ts'
import type { RunStart } from '../../state/new-run.svelte.ts'

/** A copy of a run where there is one, else a preset: the named one, or the first. */
export function runStart(presetName: string | null, source: RunRecord | undefined): RunStart {
  if (source !== undefined) return { config: source.config, preset: source.preset, name: nameWithEnd(source.name, ' copy'), source }
  const preset = presets.find(({ name }) => name === presetName) ?? presets[0]
  return { config: preset?.config ?? {}, preset: preset?.name ?? null, name: '', source: null }
}
