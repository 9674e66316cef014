import type { RunConfig } from '../../config/schema.ts'
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

/** Interventions whose fields do not say all; a kind without a line here is fine with every run. */
const rules: { [Kind in InterventionConfig['kind']]?: Rule<Kind> } = {
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
