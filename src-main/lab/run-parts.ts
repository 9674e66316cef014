import type { MeasureName } from '../../shared/catalogue/measures.ts'
import type { RunConfig } from '../../shared/config/schema.ts'
import type { HostArray } from '../../shared/program.ts'
import type { BatchRule } from './batch-rule.ts'
import { batchRule } from './batches.ts'
import type { ExampleSets } from './evaluation.ts'
import { disposeSet, exampleSet } from './example-set.ts'
import { InterventionChain } from './interventions/chain.ts'
import { measures } from './measures/index.ts'
import type { EmbeddingMeasure, GraphMeasure, Measure, TensorMeasure } from './measures/measure.ts'
import { buildNetwork, type Network } from './network.ts'
import { buildOptimizer } from './optimizers/index.ts'
import type { Optimizer } from './optimizers/optimizer.ts'
import { buildTask } from './tasks/index.ts'
import type { TaskData } from './tasks/task-data.ts'

/** The measures of a run by where they are computed. */
export interface SelectedMeasures {
  graph: GraphMeasure[]
  embedding: EmbeddingMeasure[]
  tensor: TensorMeasure[]
}

/** Everything that a run's program is made of. */
export interface RunParts {
  config: RunConfig
  task: TaskData
  network: Network
  optimizer: Optimizer
  interventions: InterventionChain
  batches: BatchRule
  sets: ExampleSets
  measures: SelectedMeasures
  /** True where a step draws random numbers, and so needs a seed. */
  isRandom: boolean
  /** True where a step's gradient is that of the training set in evaluation at the stored weights, which the step before arrived at. */
  gradientRepeats: boolean
}

/** The selected measures; loss and accuracy always, since milestones need them. */
function selectMeasures(names: readonly MeasureName[]): SelectedMeasures {
  const chosen: Measure[] = [...new Set<MeasureName>(['loss-and-accuracy', ...names])].map((name) => measures[name])
  return {
    graph: chosen.filter((measure) => measure.kind === 'graph'),
    embedding: chosen.filter((measure) => measure.kind === 'embedding'),
    tensor: chosen.filter((measure) => measure.kind === 'tensor')
  }
}

/** State of a program that is taken from another run, by its names. */
export type GivenState = Readonly<Record<string, HostArray>>

/** The parts of a run from its checked config, its data set uploaded to the current backend. Throws `expression/invalid` and `run/state`. */
export function buildParts(config: RunConfig, given: GivenState = {}): RunParts {
  const task = buildTask(config)
  const network = buildNetwork(config, task)
  const sets = { train: exampleSet(task, task.trainIndices), test: exampleSet(task, task.testIndices), outer: exampleSet(task, task.outerIndices) }
  const interventions = new InterventionChain(config, { network, sets, given })
  const batches = batchRule(config.batch, task.trainIndices.length, { seed: config.seed, network })
  const drops = 'dropout' in config.model && config.model.dropout > 0
  return {
    config, task, network, sets, interventions, batches,
    optimizer: buildOptimizer(config.optimizer),
    measures: selectMeasures(config.measures),
    isRandom: !interventions.isEmpty || batches.isRandom || drops,
    gradientRepeats: config.batch.kind === 'full' && !drops && network.model.buffers.length === 0 && !interventions.changesWeightsOfPass
  }
}

/** Frees the tensors of the data set, and what the model keeps of it. */
export function disposeParts({ sets, network }: RunParts): void {
  network.model.dispose?.()
  for (const set of Object.values(sets)) disposeSet(set)
}
