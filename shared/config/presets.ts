import { anchorPresets } from './presets/anchors.ts'
import { imagePresets } from './presets/images.ts'
import { paper1Presets } from './presets/paper-1.ts'
import { paper2Presets } from './presets/paper-2.ts'
import { paper3Presets } from './presets/paper-3.ts'
import { paper4Presets } from './presets/paper-4.ts'
import type { Preset } from './presets/preset.ts'

export type { Preset } from './presets/preset.ts'

/** Every preset, in the order in which they are offered. */
export const presets: readonly Preset[] = [...anchorPresets, ...paper1Presets, ...paper2Presets, ...paper3Presets, ...paper4Presets, ...imagePresets]
