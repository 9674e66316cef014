import { planeFrames } from '../../shared/numerics/frequency-plane.ts'
import type { Frame } from '../../shared/numerics/pca.ts'
import { projectFrames, type ProjectedFrames, type ProjectionFit } from '../../shared/numerics/projection.ts'
import { embeddingSpectrum } from '../../shared/numerics/spectrum.ts'

/** One look into a run's snapshots: what the inspector's worker is asked. */
export type Inspection =
  | { kind: 'projection'; frames: Frame[]; fit: ProjectionFit; components: number }
  | { kind: 'plane'; frames: Frame[]; frequency: number }
  | { kind: 'spectrum'; frames: Frame[] }

/** `norms` is [frames, frequencies]. */
export interface FrameSpectra { frequencies: number; norms: Float32Array; gini: Float32Array }

interface Results { projection: ProjectedFrames; plane: { coordinates: Float32Array }; spectrum: FrameSpectra }
export type Inspected<Kind extends Inspection['kind']> = Results[Kind]

function spectra(frames: readonly Frame[]): FrameSpectra {
  const all = frames.map((frame) => embeddingSpectrum(frame.data, frame.rows, frame.columns))
  const frequencies = all[0]?.norms.length ?? 0
  const norms = new Float32Array(all.length * frequencies)
  all.forEach((spectrum, index) => norms.set(spectrum.norms, index * frequencies))
  return { frequencies, norms, gini: Float32Array.from(all, (spectrum) => spectrum.gini) }
}

/** Computes an inspection; it may take seconds. */
export function inspect(inspection: Inspection): Inspected<Inspection['kind']> {
  if (inspection.kind === 'projection') return projectFrames(inspection.frames, inspection.fit, inspection.components)
  if (inspection.kind === 'plane') return { coordinates: planeFrames(inspection.frames, inspection.frequency) }
  return spectra(inspection.frames)
}
