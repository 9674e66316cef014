import { writeSync } from 'node:fs'
import { openStore } from '../../src-main/store/open.ts'

// Writes batches to the run as fast as it can, and says after each, on standard output, up to which step it is committed.
const [folder, id] = process.argv.slice(2)
const store = openStore(folder, { readOnly: false })
const batchSteps = 40
let from = (store.listSeries(id)[0]?.lastStep ?? -1) + 1
for (;;) {
  const steps = Float64Array.from({ length: batchSteps }, (_, index) => from + index)
  const points = ['loss', 'accuracy', 'norm'].map((name, index) => ({ name, steps, values: steps.map((step) => step * (index + 1)) }))
  const step = from + batchSteps - 1
  const tensors = [{ name: 'weights', shape: [2000], dtype: 'float32' as const, data: new Float32Array(2000).fill(step) }]
  const header = { formatVersion: 1, backend: 'portable', rolling: true, milestones: { memorization: null, generalization: null }, trainingSeconds: step } as const
  store.write(id, { points, snapshots: [{ tensor: 'embedding', step, shape: [50], data: new Float32Array(50).fill(step) }], checkpoints: [{ step, header, tensors }], changes: { state: 'training', step } })
  // Straight to the descriptor: what was printed before the process dies was committed before.
  writeSync(1, `${step}\n`)
  from += batchSteps
}
