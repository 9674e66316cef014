import { anchorPresets } from './presets/anchors.ts'
import type { Preset } from './presets/preset.ts'

export type { Preset } from './presets/preset.ts'

/** Every preset, in the order in which they are offered. */
export const presets: readonly Preset[] = [...anchorPresets]
