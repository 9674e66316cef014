import type { RunConfig } from '../../config/schema.ts'
import { taskSize } from '../../config/task-size.ts'
import { hasTrainedEmbedding } from '../models/index.ts'
import type { InterventionConfig } from './index.ts'

/** What is wrong with an intervention in its run; `field` is relative to it. */
export interface InterventionIssue {
  field: string
  message: string
}

type Rule<Kind extends InterventionConfig['kind']> = (intervention: Extract<InterventionConfig, { kind: Kind }>, config: RunConfig) => InterventionIssue[]

const needsEmbedding = ({ model }: RunConfig): InterventionIssue[] => {
  if (hasTrainedEmbedding(model)) return []
  const reason = 'embeddingTrained' in model && !model.embeddingTrained ? 'the embedding of this run is frozen' : `the model ${model.kind} has no trained embedding`
  return [{ field: 'kind', message: `${reason}, so that its learning rate has no meaning` }]
}

/** What an amplifier needs: every tensor trained, and examples for its outer loss where it is trained. */
function checkAmplifier({ weightsFrom, outerFraction }: Extract<InterventionConfig, { kind: 'neural-amplifier' }>, config: RunConfig): InterventionIssue[] {
  const { model } = config
  const issues: InterventionIssue[] = []
  if ('embeddingTrained' in model && !model.embeddingTrained) {
    issues.push({ field: 'kind', message: 'the embedding of this run is frozen: an amplifier has no gradient of it to weigh; train the embedding' })
  }
  if (weightsFrom === '' && taskSize(config).outer < 1) {
    issues.push({ field: 'outerFraction', message: `leaves no example for the outer loss; expected at least ${(1 / taskSize(config).total).toPrecision(2)}, got ${outerFraction}` })
  }
  return issues
}

/** Interventions whose fields do not say all; a kind without a line here is fine with every run. */
const rules: { [Kind in InterventionConfig['kind']]?: Rule<Kind> } = {
  'neural-amplifier': checkAmplifier,
  'embedding-rate': (_, config) => needsEmbedding(config),
  'adaptive-embedding-rate': ({ smallest, largest }, config) => [
    ...needsEmbedding(config),
    ...(smallest <= largest ? [] : [{ field: 'largest', message: `expected at least the smallest c, ${smallest}, got ${largest}` }])
  ]
}

/** Refuses an intervention that cannot work in its run, and a second one of a kind. */
export function checkIntervention(intervention: InterventionConfig, config: RunConfig, index: number): InterventionIssue[] {
  const rule = rules[intervention.kind] as Rule<InterventionConfig['kind']> | undefined
  const isSecond = config.interventions.findIndex(({ kind }) => kind === intervention.kind) < index
  return [
    ...(isSecond ? [{ field: 'kind', message: `${intervention.kind} is there already; expected each kind once` }] : []),
    ...(rule?.(intervention, config) ?? [])
  ]
}
