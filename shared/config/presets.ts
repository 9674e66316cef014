import { anchorPresets } from './presets/anchors.ts'
import { imagePresets } from './presets/images.ts'
import { paper1Presets } from './presets/paper-1.ts'
import { paper2Presets } from './presets/paper-2.ts'
import { paper3Presets } from './presets/paper-3.ts'
import { paper4Presets } from './presets/paper-4.ts'
import type { Preset } from './presets/preset.ts'

export type { Preset } from './presets/preset.ts'

export interface PresetGroup {
  title: string
  presets: readonly Preset[]
}

/** Presets by where they come from, in the order in which they are offered. */
export const presetGroups: readonly PresetGroup[] = [
  { title: 'To start with', presets: anchorPresets },
  { title: 'The embedding layer (arXiv 2505.15624)', presets: paper1Presets },
  { title: 'Beyond Progress Measures (arXiv 2504.03162)', presets: [...paper2Presets, ...imagePresets] },
  { title: 'Exploring Grokking (arXiv 2412.10898)', presets: paper3Presets },
  { title: 'NeuralGrok (arXiv 2504.17243)', presets: paper4Presets }
]

/** Every preset, in the order of the groups. */
export const presets: readonly Preset[] = presetGroups.flatMap((group) => group.presets)
