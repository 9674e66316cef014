import { isDeepStrictEqual } from 'node:util'
import { outerFraction } from '../../shared/config/task-size.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Parsed, RunConfig } from '../../shared/rpc.ts'
import type { RunRecord } from '../../shared/run.ts'
import type { RunStore } from '../store/run-store.ts'

/** Parts of a config that a checkpoint's tensors and history, and the milestones in it, belong to. */
const fixedParts = ['task', 'model', 'thresholds'] as const

/** Which optimizers can go on from each other's state. */
const stateFamilies: Record<RunConfig['optimizer']['kind'], string> = { adamw: 'adam', adam: 'adam', sgd: 'sgd' }

/** The run whose amplifier is used, empty where it is trained, and its layers; null without one. */
function amplifierOf({ interventions }: RunConfig): { weightsFrom: string; hiddenLayers: number; hiddenWidth: number } | null {
  const amplifier = interventions.find((intervention) => intervention.kind === 'neural-amplifier')
  if (amplifier === undefined) return null
  const { weightsFrom, hiddenLayers, hiddenWidth } = amplifier
  return { weightsFrom, hiddenLayers, hiddenWidth }
}

const decaysToInitial = ({ optimizer }: RunConfig): boolean => optimizer.kind === 'adamw' && optimizer.decayTowards === 'initial'

/** The run that drew the weights from which a run, perhaps a fork of forks, began; the eldest that is still there. */
function eldest(store: RunStore, run: RunRecord): RunRecord {
  return run.parent === null || !store.hasRun(run.parent.runId) ? run : eldest(store, store.getRun(run.parent.runId))
}

/** A checkpoint holds the initial weights where its run decays towards them; else they are drawn anew, by the fork's seed. */
function checkInitialWeights(store: RunStore, parent: RunRecord, config: RunConfig): void {
  if (!decaysToInitial(config) || decaysToInitial(parent.config)) return
  const { name, config: { seed } } = eldest(store, parent)
  if (config.seed === seed) return
  throw new GrokscopeError('run/state', `seed: a fork that begins to decay towards the initial weights of ${name} needs its seed ${seed}, got ${config.seed}`)
}

function checkCompatible(store: RunStore, parent: RunRecord, config: RunConfig, step: number): void {
  for (const part of fixedParts) {
    if (!isDeepStrictEqual(parent.config[part], config[part])) {
      throw new GrokscopeError('run/state', `${part}: a fork goes on with the ${part} of ${parent.name}; start a new run to change it`)
    }
  }
  if (outerFraction(parent.config.interventions) !== outerFraction(config.interventions)) {
    throw new GrokscopeError('run/state', `interventions: a fork keeps the training set of ${parent.name}, from which an outer set is or is not taken`)
  }
  if (!isDeepStrictEqual(amplifierOf(parent.config), amplifierOf(config))) {
    throw new GrokscopeError('run/state', `interventions: a fork goes on with the amplifier of ${parent.name}; start a new run to change where it comes from or its hidden layers`)
  }
  if (stateFamilies[parent.config.optimizer.kind] !== stateFamilies[config.optimizer.kind]) {
    throw new GrokscopeError('run/state', `optimizer.kind: the checkpoint holds the state of ${parent.config.optimizer.kind}, which ${config.optimizer.kind} cannot go on from`)
  }
  checkInitialWeights(store, parent, config)
  if (config.stop.maximumSteps <= step) {
    throw new GrokscopeError('run/state', `stop.maximumSteps: expected more than the ${step} steps that the fork begins with, got ${config.stop.maximumSteps}`)
  }
}

/** A new run with the history of another up to a checkpoint, and perhaps a changed config. It is queued by the caller. */
export function forkRun(store: RunStore, { runId, step, config, name }: Parsed<'runs.fork'>): RunRecord {
  const parent = store.getRun(runId)
  const steps = store.listCheckpoints(runId)
  if (!steps.includes(step)) {
    const kept = steps.length === 0 ? 'it has none yet' : `expected one of ${steps.join(', ')}`
    throw new GrokscopeError('checkpoint/missing', `step: ${parent.name} has no checkpoint at step ${step}; ${kept}`)
  }
  const changed = config === undefined ? parent.config : parseConfig(config)
  checkCompatible(store, parent, changed, step)
  const { milestones, trainingSeconds } = store.readCheckpoint(runId, step).header
  return store.atomically(() => {
    const fork = store.createRun({ name: name ?? `${parent.name} from ${step}`, config: changed, preset: parent.preset, parent: { runId, step }, tags: parent.tags })
    store.copyHistory(runId, fork.id, step)
    return store.changeRun(fork.id, { step, milestones, trainingSeconds })
  })
}
