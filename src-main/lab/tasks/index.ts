import type { RunConfig } from '../../../shared/config/schema.ts'
import { taskSize } from '../../../shared/config/task-size.ts'
import { randomSource, shuffle } from '../../../shared/numerics/random.ts'
import { streams } from '../streams.ts'
import { modularTask } from './modular.ts'
import { operatorSequenceTask } from './operator-sequence.ts'
import { polygonsTask } from './polygons.ts'
import type { PlainTask, TaskData } from './task-data.ts'

function plainTask(config: RunConfig['task']): PlainTask {
  switch (config.kind) {
    case 'modular': return modularTask(config)
    case 'operator-sequence': return operatorSequenceTask(config)
    case 'polygons': return polygonsTask(config)
  }
}

/** Moves examples from the training set to the outer set, at random by the split seed, to the sizes that `taskSize` says. */
function withOuterSet(task: PlainTask, config: Pick<RunConfig, 'task' | 'interventions'>): TaskData {
  const { outer, train } = taskSize(config)
  if (outer === 0) return { ...task, outerIndices: new Int32Array(0) }
  const order = shuffle(task.trainIndices.slice(), randomSource(config.task.splitSeed, streams.outer))
  return {
    ...task,
    trainIndices: order.slice(0, train).sort(),
    outerIndices: order.slice(train, train + outer).sort(),
    testIndices: Int32Array.from([...task.testIndices, ...order.slice(train + outer)]).sort()
  }
}

/** All examples of a run’s task and their split, from its checked config alone. Throws `expression/invalid`. */
export function buildTask(config: Pick<RunConfig, 'task' | 'interventions'>): TaskData {
  return withOuterSet(plainTask(config.task), config)
}
