import * as tf from '@tensorflow/tfjs-core'
import type { RunConfig } from '../../../shared/config/schema.ts'
import type { HostArray, RowUpdate } from '../../../shared/program.ts'
import type { ExampleSet } from '../example-set.ts'
import { ofTrained, type ParameterLayout } from '../parameters.ts'
import { seedFor } from '../primitives/dropout.ts'
import { below, prefixed, type StateSpecs } from '../state.ts'
import { buildIntervention } from './index.ts'
import type { Hook, Intervention, InterventionContext } from './intervention.ts'

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

/** Weights, and the state that changed with them, under full names. */
interface Moved {
  parameters: tf.Tensor1D
  state: Record<string, tf.Tensor>
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
    return this.#links.flatMap(({ prefix, intervention }) => (intervention.feedNames ?? []).map((name) => `${prefix}/${name}`))
  }

  /** Scalars of a step, counted from 1. */
  feeds(step: number): Record<string, HostArray> {
    return Object.fromEntries(this.#links.flatMap(({ prefix, intervention }) =>
      Object.entries(intervention.feeds?.(step) ?? {}).map(([name, value]) => [`${prefix}/${name}`, Float32Array.of(value)])))
  }

  /** Periods above 1 of interventions that act after a step. */
  get periods(): number[] {
    return [...new Set(this.#links.map(({ intervention }) => intervention.everySteps ?? 1))].filter((period) => period > 1)
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

  /** What interventions do with updated weights in a step that the given periods divide. */
  after(updated: tf.Tensor1D, input: ChainInput & { batch: ExampleSet }, periods: readonly number[]): Moved {
    const state: Record<string, tf.Tensor> = {}
    const parameters = this.#reduce(input, updated, ({ prefix, intervention }, current, hook) => {
      const period = intervention.everySteps ?? 1
      if (period > 1 && !periods.includes(period)) return current
      const result = intervention.after?.(current, { ...hook, batch: input.batch })
      Object.assign(state, prefixed(prefix, result?.state ?? {}))
      return result?.parameters ?? current
    })
    return { parameters, state }
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
