import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { openStore } from '../../src-main/store/open.ts'

/** Fills a data folder with one run that was trained: a curve of 100 points and two snapshots of its embedding. Answers its id. */
export function homeWithRun(home: string): string {
  const preset = presets.find(({ name }) => name === 'mainline')
  const store = openStore(home)
  const { id } = store.createRun({ name: 'A run', config: parseConfig(preset?.config), preset: null, parent: null, tags: [] })
  const steps = Float64Array.from({ length: 100 }, (_, step) => step)
  const snapshots = [0, 99].map((step) => (
    { tensor: 'embedding', step, shape: [113, 4], data: Float32Array.from({ length: 113 * 4 }, (_, index) => Math.cos(index * (step + 1))) }
  ))
  store.write(id, { points: [{ name: 'train/loss', steps, values: steps.map((step) => 1 / (step + 1)) }], snapshots, changes: { state: 'finished', step: 99 } })
  store.close()
  return id
}
