import * as v from 'valibot'
import { batchSizes } from '../catalogue/batches/index.ts'
import { checkIntervention } from '../catalogue/interventions/check.ts'
import { embeddingFields, embeddingWidthField } from '../catalogue/models/common.ts'
import { hasEmbedding, lastSide, withoutTrainedEmbedding } from '../catalogue/models/index.ts'
import { checkTask, plainTaskSize, taskShape, type TaskSize } from '../catalogue/tasks/index.ts'
import { leastInWords, mostInWords } from './bounds.ts'
import type { ConfigIssue } from './issue.ts'
import { unfitMeasure } from './measure-fit.ts'
import type { RunConfig } from './schema.ts'
import { taskSize } from './task-size.ts'

/** An outer set as large as the training set that it is taken from. */
function withoutRest({ interventions }: RunConfig, { train, total }: TaskSize): ConfigIssue[] {
  return interventions.flatMap((intervention, index) => 'outerFraction' in intervention ? [{
    path: `interventions.${index}.outerFraction`,
    message: `leaves none of the ${train} training examples, from which the outer set is taken; expected at most ${mostInWords((train - 1) / total)}, got ${intervention.outerFraction}`
  }] : [])
}

function withoutTest({ task }: RunConfig, total: number): ConfigIssue {
  if ('split' in task && 'testFraction' in task.split && task.split.testFraction !== null) {
    const { testFraction } = task.split
    return { path: 'task.split.testFraction', message: `leaves no test example of ${total}; expected at least ${leastInWords(1 / total)}, got ${testFraction}` }
  }
  return { path: 'task.trainFraction', message: `leaves no test example of ${total}; expected a fraction below 1, got ${task.trainFraction}` }
}

function checkTaskOf(config: RunConfig): ConfigIssue[] {
  const own = checkTask(config.task).map(({ field, message }) => ({ path: `task.${field}`, message }))
  if (own.some(({ path }) => path.startsWith('task.split'))) return own
  const size = taskSize(config)
  const plain = plainTaskSize(config.task)
  if (plain.train < 1) {
    const message = `leaves no training example of ${size.total}; expected at least ${leastInWords(1 / size.total)}, got ${config.task.trainFraction}`
    own.unshift({ path: 'task.trainFraction', message })
  }
  else if (size.train < 1) own.unshift(...withoutRest(config, plain))
  if (size.test < 1) own.unshift(withoutTest(config, size.total))
  return own
}

/** Choices about an embedding that a model has not, and a Toeplitz embedding that does not fit. */
function checkEmbedding({ model, task }: RunConfig): ConfigIssue[] {
  if (!('embeddingTrained' in model)) return []
  if (!hasEmbedding(model)) {
    const fields = Object.entries({ ...embeddingFields, embeddingWidth: embeddingWidthField })
    const given = new Map(Object.entries(model))
    return fields.flatMap(([field, schema]) => {
      const [initial, got] = [v.getDefault(schema), given.get(field)]
      if (got === undefined || got === initial) return []
      return [{ path: `model.${field}`, message: `the model ${model.kind} has no embedding with inputs ${model.inputs}; expected ${initial}, got ${got}` }]
    })
  }
  if (model.embeddingInitialization !== 'toeplitz') return []
  const { vocabulary, tokens } = taskShape(task)
  const rows = model.inputs === 'operands' ? tokens : vocabulary
  const width = model.kind === 'transformer' ? model.width : model.embeddingWidth
  if (rows <= width) return []
  return [{ path: 'model.embeddingInitialization', message: `a Toeplitz embedding needs a width of at least the ${rows} tokens, got ${width}` }]
}

function checkModel(config: RunConfig): ConfigIssue[] {
  const { model, task } = config
  const issues: ConfigIssue[] = []
  if (model.kind === 'resnet-18' && taskShape(task).images === undefined) {
    issues.push({ path: 'model.kind', message: `resnet-18 looks at images; the task ${task.kind} has none` })
  }
  if (model.kind === 'transformer' && model.width % model.heads !== 0) {
    issues.push({ path: 'model.heads', message: `expected a divisor of the width ${model.width}, got ${model.heads}` })
  }
  return [...issues, ...checkEmbedding(config)]
}

/** Batch normalization has no variance of a single value. */
function checkNormalizedBatch({ batch, model, task }: RunConfig, train: number): ConfigIssue[] {
  const { images } = taskShape(task)
  if (model.kind !== 'resnet-18' || images === undefined || lastSide(model, images.imageSize) > 1) return []
  if (Math.min(...batchSizes(batch, train)) > 1) return []
  const path = batch.kind === 'full' ? 'task.trainFraction' : batch.kind === 'minibatch' && batch.size > 1 ? 'batch.lastBatch' : 'batch.size'
  return [{ path, message: `leaves a step with one example, of which the last layers see one pixel of ${images.imageSize}; batch normalization needs two values` }]
}

function checkBatch(config: RunConfig): ConfigIssue[] {
  const { batch, model } = config
  const { train } = taskSize(config)
  if (batch.kind === 'full') return checkNormalizedBatch(config, train)
  const issues: ConfigIssue[] = []
  const missing = batch.kind === 'token-frequency' ? withoutTrainedEmbedding(model) : null
  if (missing !== null) issues.push({ path: 'batch.kind', message: `batches by token frequency need the gradient of a trained embedding, and ${missing}` })
  if (train >= 1 && batch.size > train) issues.push({ path: 'batch.size', message: `expected at most the ${train} training examples, got ${batch.size}` })
  return [...issues, ...checkNormalizedBatch(config, train)]
}

function checkInterventions(config: RunConfig): ConfigIssue[] {
  return config.interventions.flatMap((intervention, index) =>
    checkIntervention(intervention, config, index).map(({ field, message }) => ({ path: `interventions.${index}.${field}`, message })))
}

function checkMeasures(config: RunConfig): ConfigIssue[] {
  return config.measures.flatMap((name, index) => {
    const reason = unfitMeasure(config, name)
    return reason === null ? [] : [{ path: `measures.${index}`, message: `${name} ${reason}` }]
  })
}

/** What no single field shows: every rule that joins two fields of a config. */
export function checkCombinations(config: RunConfig): ConfigIssue[] {
  return [...checkTaskOf(config), ...checkModel(config), ...checkBatch(config), ...checkInterventions(config), ...checkMeasures(config)]
}
