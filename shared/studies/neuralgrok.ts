import { methodOnTask, neuralGrokMethods, neuralGrokTasks, type NeuralGrokMethod, type NeuralGrokRun } from '../config/papers/neuralgrok.ts'
import type { RunConfigInput } from '../config/schema.ts'
import type { Case } from './cases.ts'
import { neuralGrokConfig, type Following } from './configs.ts'

/** Entropies of gradients and weights: runs that both studies of a + b use measure them. */
export const entropies: NonNullable<RunConfigInput['measures']> = ['gradient-entropy', 'weight-entropy']

/** A method on a task; runs of the same method, task and measures are shared by the studies of the paper. */
export function methodCase(method: NeuralGrokMethod, choice: Pick<NeuralGrokRun, 'task' | 'layers'> & Following): Case {
  return {
    key: `${choice.task}-${method}`, label: `${neuralGrokMethods[method].label}, ${neuralGrokTasks[choice.task].formula}`,
    config: neuralGrokConfig({ ...choice, ...methodOnTask(method, choice.task) })
  }
}
