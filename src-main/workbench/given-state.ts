import type { RunConfig } from '../../shared/config/schema.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import { isTrained, type RunRecord } from '../../shared/run.ts'
import type { RunStore } from '../store/run-store.ts'
import type { Checkpoint, WireTensor } from '../trainer/protocol.ts'

const phiName = 'intervention/neural-amplifier/phi'

/** The run, and perhaps the step, that `id` or `id@step` names. */
function parseSource(text: string, field: string): { runId: string; step: number | undefined } {
  const [, runId, step] = /^([^@]+)(?:@(\d+))?$/.exec(text.trim()) ?? []
  if (runId === undefined) throw new GrokscopeError('config/invalid', `${field}: expected a run's id, or id@step, got ${text}`)
  return { runId, step: step === undefined ? undefined : Number(step) }
}

function checkpointOf(store: RunStore, text: string, field: string): { run: RunRecord; checkpoint: Checkpoint } {
  const { runId, step } = parseSource(text, field)
  if (!store.hasRun(runId)) throw new GrokscopeError('run/unknown', `${field}: expected the id of a run in this store, or id@step; there is none with the id ${runId}`)
  const run = store.getRun(runId)
  const steps = store.listCheckpoints(runId)
  if (step === undefined && !isTrained(run)) {
    throw new GrokscopeError('run/state', `${field}: ${run.name} is ${run.state}, so that its last checkpoint may change; name one of its steps, as id@step`)
  }
  if (steps.length > 0 && (step === undefined || steps.includes(step))) return { run, checkpoint: store.readCheckpoint(runId, step) }
  const kept = steps.length === 0 ? 'it has none yet' : `expected one of ${steps.join(', ')}`
  throw new GrokscopeError('checkpoint/missing', `${field}: ${run.name} has no checkpoint${step === undefined ? '' : ` at step ${step}`}; ${kept}`)
}

/** State of a checkpoint from which other state follows: what a fork keeps anew, such as more room for pieces, is built from it. */
export function keptState({ tensors }: Checkpoint): WireTensor[] {
  return tensors.filter(({ name }) => name === phiName)
}

/**
 * State that a config takes from other runs: the trained amplifier that `weightsFrom` names, from that run's last checkpoint or the one at the
 * given step. Throws `run/unknown`, `checkpoint/missing`, and `run/state` where that run has no amplifier of this shape.
 */
export function givenState(store: RunStore, { interventions }: RunConfig): WireTensor[] {
  return interventions.flatMap((intervention, index) => {
    if (intervention.kind !== 'neural-amplifier' || intervention.weightsFrom === '') return []
    const field = `interventions.${index}.weightsFrom`
    const { run, checkpoint } = checkpointOf(store, intervention.weightsFrom, field)
    const phi = checkpoint.tensors.find((tensor) => tensor.name === phiName)
    const source = run.config.interventions.find((candidate) => candidate.kind === 'neural-amplifier')
    if (phi === undefined || source === undefined) throw new GrokscopeError('run/state', `${field}: ${run.name} has no neural amplifier`)
    const [expected, found] = [intervention, source].map(({ hiddenLayers, hiddenWidth }) => `${hiddenLayers} × ${hiddenWidth}`)
    if (expected === found) return [phi]
    throw new GrokscopeError('run/state', `${field}: the amplifier of ${run.name} has ${found} hidden units, this one has ${expected}; expected its hidden layers and width`)
  })
}
