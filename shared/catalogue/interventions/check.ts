import { leastInWords } from '../../config/bounds.ts'
import type { RunConfig } from '../../config/schema.ts'
import { taskSize } from '../../config/task-size.ts'
import { hasFrozenEmbedding, withoutTrainedEmbedding } from '../models/index.ts'
import { parameterCount } from '../models/parameter-count.ts'
import type { InterventionConfig } from './index.ts'

/** What is wrong with an intervention in its run; `field` is relative to it. */
export interface InterventionIssue {
  field: string
  message: string
}

type Rule<Kind extends InterventionConfig['kind']> = (intervention: Extract<InterventionConfig, { kind: Kind }>, config: RunConfig) => InterventionIssue[]

const needsEmbedding = ({ model }: RunConfig): InterventionIssue[] => {
  const reason = withoutTrainedEmbedding(model)
  return reason === null ? [] : [{ field: 'kind', message: `sets the learning rate of a trained embedding, and ${reason}` }]
}

type Amplifier = Extract<InterventionConfig, { kind: 'neural-amplifier' }>

/** What an amplifier needs: every tensor trained, room for its pieces, and examples for its outer loss where it is trained. */
function checkAmplifier({ weightsFrom, outerFraction, form, pieces, hiddenWidth }: Amplifier, config: RunConfig): InterventionIssue[] {
  const issues: InterventionIssue[] = []
  if (hasFrozenEmbedding(config.model)) {
    issues.push({ field: 'kind', message: 'the embedding of this run is frozen: an amplifier has no gradient of it to weigh; train the embedding' })
  }
  if (form === 'piecewise' && pieces <= hiddenWidth) {
    issues.push({ field: 'pieces', message: `expected at least ${hiddenWidth + 1}, since each of the ${hiddenWidth} units of the first layer begins a linear piece; got ${pieces}` })
  }
  if (weightsFrom === '' && taskSize(config).outer < 1) {
    issues.push({ field: 'outerFraction', message: `leaves no example for the outer loss; expected at least ${leastInWords(1 / taskSize(config).total)}, got ${outerFraction}` })
  }
  return issues
}

/** These give every row of the embedding a gradient, also those that a batch does not touch. */
const fillsRows: readonly InterventionConfig['kind'][] = ['gradient-noise', 'grokfast-ma', 'grokfast-ema']

/** The adaptive rate counts the rows that a batch touches: it must see the gradient before they are filled, and before there is none. */
function checkOrder({ interventions }: RunConfig): InterventionIssue[] {
  const before = interventions.slice(0, interventions.findIndex(({ kind }) => kind === 'adaptive-embedding-rate'))
  const changing = before.find(({ kind }) => kind === 'decay-only' || fillsRows.includes(kind))
  if (changing === undefined) return []
  const change = changing.kind === 'decay-only' ? 'leaves none' : 'fills them all'
  return [{ field: 'kind', message: `counts the rows that a batch touches, and ${changing.kind} before it ${change}; expected it before ${changing.kind}` }]
}

/** SQLite holds 1 GB in one value, and a checkpoint's tensor is one. */
const largestTensorBytes = 950_000_000

function checkWindow({ window }: Extract<InterventionConfig, { kind: 'grokfast-ma' }>, config: RunConfig): InterventionIssue[] {
  const weights = parameterCount(config)
  const largest = Math.floor(largestTensorBytes / (4 * weights))
  if (window <= largest) return []
  return [{ field: 'window', message: `expected at most ${largest} steps for ${weights} weights, since a checkpoint holds the gradients of all; got ${window}` }]
}

/** One rate of the embedding is set at a time: both would multiply, and neither would be what it says. */
function checkOneRate({ interventions }: RunConfig): InterventionIssue[] {
  if (!interventions.some(({ kind }) => kind === 'embedding-rate')) return []
  return [{ field: 'kind', message: 'sets the ratio that embedding-rate sets too; expected one of them' }]
}

/** True for what moves weights also where the loss has no gradient. */
const movesAlone = (intervention: InterventionConfig): boolean =>
  (intervention.kind === 'gradient-noise' || intervention.kind === 'update-noise') && intervention.deviation > 0

/** What is left of a step is its decay, and noise that is added afterwards. */
function checkDecay({ optimizer, interventions }: RunConfig): InterventionIssue[] {
  const before = interventions.slice(0, interventions.findIndex(({ kind }) => kind === 'decay-only'))
  if (before.some(({ kind }) => kind === 'gradient-noise')) {
    return [{ field: 'kind', message: 'replaces the gradient by 0, and with it the noise of gradient-noise before it; expected it before gradient-noise' }]
  }
  if (interventions.some(movesAlone)) return []
  if (optimizer.weightDecay === 0) {
    return [{ field: 'kind', message: `the optimizer ${optimizer.kind} of this run has no decay, so that no weight would move; expected a decay above 0` }]
  }
  if (optimizer.kind === 'adamw' && optimizer.decayTowards === 'initial') {
    return [{ field: 'kind', message: 'the decay of this run is towards the initial weights, so that no weight would move; expected decay towards zero' }]
  }
  return []
}

/** Interventions whose fields do not say all; a kind without a line here is fine with every run. */
const rules: { [Kind in InterventionConfig['kind']]?: Rule<Kind> } = {
  'neural-amplifier': checkAmplifier,
  'embedding-rate': (_, config) => needsEmbedding(config),
  'grokfast-ma': checkWindow,
  'decay-only': (_, config) => checkDecay(config),
  'adaptive-embedding-rate': ({ smallest, largest }, config) => [
    ...needsEmbedding(config), ...checkOrder(config), ...checkOneRate(config),
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
