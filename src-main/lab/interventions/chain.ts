import * as tf from '@tensorflow/tfjs-core'
import type { RunConfig } from '../../../shared/config/schema.ts'
import type { HostArray, RowUpdate } from '../../../shared/program.ts'
import { ofTrained, type ParameterLayout } from '../parameters.ts'
import { seedFor } from '../primitives/dropout.ts'
import { below, prefixed, type StateSpecs } from '../state.ts'
import { buildIntervention } from './index.ts'
import type { Hook, Intervention, InterventionContext, LearningInput } from './intervention.ts'

type Tensors = Readonly<Record<string, tf.Tensor>>

/** What one step gives all hooks: state and feeds under their full names, the step's seed, and the weights before it. */
export interface ChainInput {
  state: Tensors
  feeds: Tensors
  seed: tf.Tensor1D
  parameters: tf.Tensor1D
}

interface Link {
  /** `intervention/<kind>`, before the names of its state and feeds. */
  prefix: string
  kind: string
  intervention: Intervention
}

/** Seeds of interventions begin here, beyond those of a pass. */
const firstPurpose = 1_000_000

/** The interventions of a run, applied in the order of its config. */
export class InterventionChain {
  readonly #links: readonly Link[]
  readonly #layout: ParameterLayout

  /** `context.given` is under full names. */
  constructor(config: RunConfig, context: Omit<InterventionContext, 'config'>) {
    this.#layout = context.network.layout
    this.#links = config.interventions.map((own) => {
      const prefix = `intervention/${own.kind}`
      return { kind: own.kind, prefix, intervention: buildIntervention(own, { ...context, config, given: below(prefix, context.given) }) }
    })
  }

  get isEmpty(): boolean { return this.#links.length === 0 }

  /** All state, under full names. */
  get state(): StateSpecs {
    return Object.assign({}, ...this.#links.map(({ prefix, intervention }) => prefixed(prefix, intervention.state ?? {}))) as StateSpecs
  }

  get feedNames(): string[] {
    return this.#links.flatMap(({ prefix, intervention: { feedNames = [], learning } }) =>
      [...feedNames, ...(learning?.feedNames ?? [])].map((name) => `${prefix}/${name}`))
  }

  /** Scalars of a step, counted from 1, in which interventions learn from the weights that `arrived` steps arrive at. */
  feeds(step: number, arrived: number): Record<string, HostArray> {
    return Object.fromEntries(this.#links.flatMap(({ prefix, intervention: { feeds, learning } }) => {
      const times = learning === undefined ? 1 : Math.max(1, Math.floor(arrived / learning.everySteps))
      const values = { ...feeds?.(step), ...learning?.feeds(times) }
      return Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, Float32Array.of(value)])
    }))
  }

  /** Steps between the times that interventions learn. */
  get periods(): number[] {
    return [...new Set(this.#links.flatMap(({ intervention }) => intervention.learning?.everySteps ?? []))]
  }

  /** True where a training pass does not use the stored weights. */
  get changesWeightsOfPass(): boolean {
    return this.#links.some(({ intervention }) => intervention.forwardWeights !== undefined)
  }

  get reportNames(): string[] {
    return this.#links.flatMap(({ kind, intervention }) => (intervention.reports ?? []).map((name) => `${kind}/${name}`))
  }

  report(state: Tensors): tf.Scalar[] {
    return this.#links.flatMap(({ prefix, intervention }) => intervention.report?.(below(prefix, state)) ?? [])
  }

  /** What an intervention finds wrong with its state, under full names; null where none does. */
  fault(state: Readonly<Record<string, HostArray>>): string | null {
    for (const { prefix, kind, intervention } of this.#links) {
      const fault = intervention.fault?.(below(prefix, state)) ?? null
      if (fault !== null) return `${kind}: ${fault}`
    }
    return null
  }

  forwardWeights(input: ChainInput): tf.Tensor1D {
    return this.#reduce(input, input.parameters, ({ intervention }, weights, hook) => intervention.forwardWeights?.(weights, hook) ?? weights)
  }

  /** What the optimizer gets, 0 for frozen weights after every link, and the state that changed, whole or by rows, under full names. */
  gradient(gradient: tf.Tensor1D, input: ChainInput): { gradient: tf.Tensor1D; state: Record<string, tf.Tensor>; rows: Record<string, RowUpdate> } {
    const state: Record<string, tf.Tensor> = {}
    const rows: Record<string, RowUpdate> = {}
    const changed = this.#reduce(input, ofTrained(gradient, this.#layout), ({ prefix, intervention }, current, hook) => {
      const result = intervention.gradient?.(current, hook)
      Object.assign(state, prefixed(prefix, result?.state ?? {}))
      Object.assign(rows, prefixed(prefix, result?.rows ?? {}))
      return result === undefined ? current : ofTrained(result.gradient, this.#layout)
    })
    return { gradient: changed, state, rows }
  }

  /** Product of all multipliers of the learning rate; null where every weight has the same. */
  rates(input: ChainInput): tf.Tensor1D | null {
    const all = this.#links.flatMap((link, index) => link.intervention.rates?.(this.#hook(link, index, input)) ?? [])
    return all.length === 0 ? null : all.reduce((a, b) => tf.mul(a, b))
  }

  direction(direction: tf.Tensor1D, input: ChainInput): tf.Tensor1D {
    return this.#reduce(input, direction, ({ intervention }, current, hook) => intervention.direction?.(current, hook) ?? current)
  }

  /** The new state of the interventions that learn with the given periods, under full names. */
  learn(weights: LearningInput, input: ChainInput, periods: readonly number[]): Record<string, tf.Tensor> {
    const state: Record<string, tf.Tensor> = {}
    this.#links.forEach((link, index) => {
      const { learning } = link.intervention
      if (learning === undefined || !periods.includes(learning.everySteps)) return
      Object.assign(state, prefixed(link.prefix, learning.learn(weights, this.#hook(link, index, input))))
    })
    return state
  }

  #hook({ prefix }: Link, index: number, { state, feeds, seed, parameters }: ChainInput): Hook {
    return {
      state: below(prefix, state), buffers: below('buffer', state), feeds: below(prefix, feeds) as Record<string, tf.Scalar>,
      seed: seedFor(seed, firstPurpose * (index + 1)), parameters
    }
  }

  #reduce(input: ChainInput, start: tf.Tensor1D, apply: (link: Link, current: tf.Tensor1D, hook: Hook) => tf.Tensor1D): tf.Tensor1D {
    return this.#links.reduce((current, link, index) => apply(link, current, this.#hook(link, index, input)), start)
  }
}
