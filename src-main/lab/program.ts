import * as tf from '@tensorflow/tfjs-core'
import type { MeasureName } from '../../shared/catalogue/measures.ts'
import type { RunConfig } from '../../shared/config/schema.ts'
import type { Executor, HostArray, Program, ProgramFunction } from '../../shared/program.ts'
import { batchOrder, type BatchOrder } from './batches.ts'
import { exampleSet, selectExamples, type ExampleSet } from './example-set.ts'
import { measures } from './measures/index.ts'
import type { EmbeddingMeasure, GraphMeasure } from './measures/measure.ts'
import { buildNetwork, evaluationOf, lossAndGradients, type Network } from './network.ts'
import { buildOptimizer } from './optimizers/index.ts'
import type { Optimizer } from './optimizers/optimizer.ts'
import { initialParameters, joinParameters, named, splitParameters, type ParameterLayout } from './parameters.ts'
import { selectWhereFinite } from './primitives/elementwise.ts'
import { registerGradients } from './primitives/gradients.ts'
import { buildTask } from './tasks/index.ts'

/** A run as a program with the host side of it. `executor` is always one that runs `program`. */
export interface RunProgram {
  program: Program
  layout: ParameterLayout
  parameterCount: number
  /** What `train` is fed with after `done` steps. */
  trainFeeds(done: number): Record<string, HostArray>
  /** Every selected series at the present weights; loss and accuracy always, since milestones need them. */
  measure(executor: Executor): Record<string, number>
  /** The embedding at the present weights, [tokens, width] in row order. */
  embedding(executor: Executor): { data: Float32Array; shape: number[] }
  /** The first of the weights, the logits, the loss and the gradients that holds NaN or an infinity; null where all are finite. */
  nonFiniteTensor(executor: Executor): string | null
  /** Frees the tensors of the data set. */
  dispose(): void
}

interface Parts {
  network: Network
  optimizer: Optimizer
  batches: BatchOrder | null
  sets: { train: ExampleSet; test: ExampleSet }
  graphMeasures: GraphMeasure[]
  embeddingMeasures: EmbeddingMeasure[]
}

type Tensors = Record<string, tf.Tensor>

/** One optimizer step; gives the loss of the weights that it started from, and keeps those where the loss is not finite. */
function trainFunction({ network, optimizer, batches, sets }: Parts): ProgramFunction {
  const scalars = Object.fromEntries(optimizer.feedNames.map((name) => [name, { shape: [], dtype: 'float32' as const }]))
  return {
    feeds: batches === null ? scalars : { ...scalars, indices: { shape: [batches.size], dtype: 'int32' } },
    run({ parameters: flat, ...slots }: Tensors, { indices, ...feeds }: Tensors) {
      const parameters = flat as tf.Tensor1D
      const examples = batches === null ? sets.train : selectExamples(sets.train, indices as tf.Tensor1D)
      const { loss, gradients } = lossAndGradients(network, splitParameters(parameters, network.layout), examples)
      const updated = optimizer.update({
        parameters, gradient: joinParameters(gradients), slots: slots as Record<string, tf.Tensor1D>, feeds: feeds as Record<string, tf.Scalar>
      })
      return { outputs: { loss }, state: { parameters: selectWhereFinite(loss, updated.parameters, parameters), ...updated.slots } }
    }
  }
}

/** All series of the selected graph measures as one vector. */
function measureFunction({ network, sets, graphMeasures }: Parts): ProgramFunction {
  return {
    feeds: {},
    run({ parameters }) {
      const evaluation = evaluationOf(network, parameters as tf.Tensor1D, sets)
      return { outputs: { values: tf.stack(graphMeasures.flatMap((measure) => measure.compute(evaluation))) } }
    }
  }
}

function embeddingFunction({ network: { model, layout } }: Parts): ProgramFunction {
  return {
    feeds: {},
    run: ({ parameters }) => ({ outputs: { embedding: model.embedding(named(splitParameters(parameters as tf.Tensor1D, layout), layout)) } })
  }
}

/** Σ|·| of each tensor, of the logits, the loss, and each gradient: not finite as soon as one element is not. */
function finiteFunction({ network, sets }: Parts): ProgramFunction {
  return {
    feeds: {},
    run({ parameters }) {
      const { tensors, train, gradients } = evaluationOf(network, parameters as tf.Tensor1D, sets)
      const logits = network.model.logits(named(tensors, network.layout), sets.train.x, sets.train.y)
      return { outputs: { sums: tf.stack([...tensors, logits, train().loss, ...gradients()].map((tensor) => tf.sum(tf.abs(tensor)))) } }
    }
  }
}

function buildParts(config: RunConfig): Parts {
  const task = buildTask(config.task)
  const selected = new Set<MeasureName>(['loss-and-accuracy', ...config.measures])
  const chosen = [...selected].map((name) => measures[name])
  return {
    network: buildNetwork(config, task),
    optimizer: buildOptimizer(config.optimizer),
    batches: batchOrder(config.batch, task.trainIndices.length, config.seed),
    sets: { train: exampleSet(task, task.trainIndices), test: exampleSet(task, task.testIndices) },
    graphMeasures: chosen.filter((measure) => measure.kind === 'graph'),
    embeddingMeasures: chosen.filter((measure) => measure.kind === 'embedding')
  }
}

function buildFunctions(config: RunConfig, parts: Parts): Program {
  const { network: { model, layout }, optimizer } = parts
  const vector = (initial: Float32Array) => ({ shape: [layout.size], dtype: 'float32' as const, initial })
  return {
    state: {
      parameters: vector(initialParameters(model.parameters, config.seed)),
      ...Object.fromEntries(optimizer.slots.map((name) => [name, vector(new Float32Array(layout.size))]))
    },
    functions: { train: trainFunction(parts), measure: measureFunction(parts), embedding: embeddingFunction(parts), finite: finiteFunction(parts) }
  }
}

/** Reads results through an executor and gives them their names. */
function hostSide({ network: { model, layout }, graphMeasures, embeddingMeasures }: Parts): Pick<RunProgram, 'measure' | 'embedding' | 'nonFiniteTensor'> {
  const tensorNames = layout.entries.map(({ name }) => name)
  const seriesNames = graphMeasures.flatMap((measure) => measure.series(tensorNames))
  const embedding = (executor: Executor) => {
    const { embedding: data } = executor.run('embedding', {})
    return { data: Float32Array.from(data), shape: [...model.embeddingShape] }
  }
  return {
    embedding,
    measure(executor) {
      const { values } = executor.run('measure', {})
      const result = Object.fromEntries(seriesNames.map((name, position) => [name, values[position]]))
      if (embeddingMeasures.length === 0) return result
      const { data } = embedding(executor)
      for (const { series, compute } of embeddingMeasures) {
        const computed = compute(data, ...model.embeddingShape)
        series.forEach((name, position) => { result[name] = computed[position] })
      }
      return result
    },
    nonFiniteTensor(executor) {
      const { sums } = executor.run('finite', {})
      const names = [...tensorNames, 'the logits', 'the training loss', ...tensorNames.map((name) => `the gradient of ${name}`)]
      return names.find((_, position) => !Number.isFinite(sums[position])) ?? null
    }
  }
}

/**
 * The program of a run, from its checked config alone, for the current backend (its data set is uploaded now).
 * State: `parameters` and the optimizer's slots, each one flat vector. Functions: `train`, `measure`, `embedding`, `finite`.
 * Throws `expression/invalid`.
 */
export function buildProgram(config: RunConfig): RunProgram {
  registerGradients()
  const parts = buildParts(config)
  const { optimizer, batches, sets, network: { layout } } = parts
  return {
    program: buildFunctions(config, parts),
    layout,
    parameterCount: layout.size,
    trainFeeds(done) {
      const scalars = Object.entries(optimizer.feeds(done + 1)).map(([name, value]): [string, HostArray] => [name, Float32Array.of(value)])
      return Object.fromEntries(batches === null ? scalars : [...scalars, ['indices', batches.indices(done)]])
    },
    ...hostSide(parts),
    dispose() { tf.dispose([sets.train, sets.test].flatMap(({ x, y, targets }) => [x, y, targets])) }
  }
}
