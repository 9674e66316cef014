import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import type { DataType, Executor, HostArray, Program, ProgramFunction, RowUpdate, TensorSpec } from '../../shared/program.ts'
import type { NativeBinding, NodeBackend } from './binding.ts'
import { GraphDefinition } from './graph-definition.ts'
import { Recorder, type GraphNode, type RecordedNode } from './recorder.ts'
import { nodeBackend } from './tensorflow.ts'
import { longSearch, searchByCells } from './upper-bound.ts'

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

function zeros({ shape, dtype }: TensorSpec): tf.Tensor {
  const values = dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape))
  return tf.tensor(values, shape, dtype)
}

/** An op that stays TensorFlow's own: XLA searches by comparing with every bound where it halves. */
const staysOutsideXla = ({ op }: GraphNode): boolean => op === 'UpperBound'

const variableName = (key: string): string => `state/${key}`
const control = (node: string): string => `^${node}`

/** What a call of one function feeds and fetches. */
interface CallPlan {
  feeds: { key: string; spec: TensorSpec }[]
  feedNames: string
  outputs: string[]
  outputNames: string
}

class GraphBuilder {
  readonly graph: GraphDefinition
  private readonly backend: NodeBackend
  private readonly program: Program
  /** A card searches fast, and waits for the host in every round of a loop. */
  private readonly searchesByCells: boolean

  constructor(backend: NodeBackend, program: Program, xla: boolean) {
    this.backend = backend
    this.program = program
    this.searchesByCells = xla && !backend.binding.isUsingGpuDevice()
    this.graph = new GraphDefinition(backend.binding)
    for (const [key, { dtype, shape }] of Object.entries(program.state)) this.graph.addVariable(variableName(key), this.typeNumber(dtype), shape)
  }

  typeNumber(dtype: string): number {
    const { TF_BOOL, TF_FLOAT, TF_INT32 } = this.backend.binding
    return { float32: TF_FLOAT, int32: TF_INT32, bool: TF_BOOL }[dtype] ?? TF_FLOAT
  }

  addFunction(name: string, definition: ProgramFunction): CallPlan {
    tf.engine().startScope()
    try {
      const recorder = new Recorder(this.backend, name)
      const feeds = this.bindFeeds(name, definition, recorder)
      const state = this.bindState(name, recorder)
      const result = recorder.record(() => definition.run(state, feeds))
      const assigned = [...this.assign(name, recorder, result.state ?? {}), ...this.assignRows(name, recorder, result.rows ?? {})]
      const outputs = this.addOutputs(name, recorder, result.outputs, assigned)
      for (const constant of recorder.recording.constants) this.graph.addConstant(constant)
      for (const node of recorder.recording.nodes) this.addRecorded(name, node, assigned.length === 0)
      return this.plan(name, definition, outputs)
    } finally {
      tf.engine().endScope()
    }
  }

  /** The function that sets all state from feeds; it returns one element so that there is something to fetch. */
  addWrite(): CallPlan {
    const feeds = Object.fromEntries(Object.entries(this.program.state).map(([key, { shape, dtype }]) => [key, { shape, dtype }]))
    return this.addFunction('write', { feeds, run: (_state, values) => ({ outputs: { done: tf.zeros([1]) }, state: values }) })
  }

  addRead(): CallPlan {
    return this.addFunction('read', { feeds: {}, run: (state) => ({ outputs: state }) })
  }

  /** A function that only looks is called seldom: compiling it through XLA costs seconds that it never earns back. */
  private withoutXla(node: GraphNode): GraphNode {
    return { ...node, attributes: [...node.attributes, { name: '_XlaCompile', type: this.backend.binding.TF_ATTR_BOOL, value: false }] }
  }

  private addRecorded(name: string, node: RecordedNode, onlyLooks: boolean): void {
    const search = this.searchesByCells && !onlyLooks ? longSearch(node) : null
    if (search === null) return this.graph.addNode(this.suited(name, node, onlyLooks))
    const { nodes, constants, functions } = searchByCells(node, search, this.backend.binding)
    for (const constant of constants) this.graph.addConstant(constant)
    for (const definition of functions) this.graph.addFunction(definition)
    for (const one of nodes) this.graph.addNode(this.suited(name, one, onlyLooks))
  }

  private suited(name: string, node: GraphNode, onlyLooks: boolean): GraphNode {
    const key = this.rowStates.find((candidate) => node.op === 'GatherV2' && node.inputs[0] === `${name}/read/${candidate}:0`)
    if (key !== undefined) return this.rowGather(key, node)
    return onlyLooks || staysOutsideXla(node) ? this.withoutXla(node) : node
  }

  /** Gathers rows straight from the variable: reading it whole would copy it. */
  private rowGather(key: string, { name, inputs }: GraphNode): GraphNode {
    const { TF_ATTR_INT, TF_ATTR_TYPE, TF_INT32 } = this.backend.binding
    return this.withoutXla({
      name, op: 'ResourceGather', inputs: [variableName(key), inputs[1]],
      attributes: [
        { name: 'dtype', type: TF_ATTR_TYPE, value: this.typeNumber(this.program.state[key].dtype) },
        { name: 'Tindices', type: TF_ATTR_TYPE, value: TF_INT32 }, { name: 'batch_dims', type: TF_ATTR_INT, value: 0 }
      ]
    })
  }

  /** State that functions see by rows only. */
  private get rowStates(): string[] {
    return Object.keys(this.program.state).filter((key) => this.program.state[key].access === 'rows')
  }

  private bindFeeds(name: string, definition: ProgramFunction, recorder: Recorder): Record<string, tf.Tensor> {
    const feeds: Record<string, tf.Tensor> = {}
    for (const [key, spec] of Object.entries(definition.feeds)) {
      const node = `${name}/feed/${key}`
      this.graph.addPlaceholder(node, this.typeNumber(spec.dtype), spec.shape)
      feeds[key] = zeros(spec)
      recorder.bind(feeds[key], `${node}:0`)
    }
    return feeds
  }

  private bindState(name: string, recorder: Recorder): Record<string, tf.Tensor> {
    const state: Record<string, tf.Tensor> = {}
    for (const [key, { shape, dtype, initial }] of Object.entries(this.program.state)) {
      const node = `${name}/read/${key}`
      this.graph.addTyped(node, 'ReadVariableOp', [variableName(key)], { key: 'dtype', dtype: this.typeNumber(dtype) })
      state[key] = tf.tensor(initial, shape, dtype)
      recorder.bind(state[key], `${node}:0`)
    }
    return state
  }

  private assign(name: string, recorder: Recorder, state: Record<string, tf.Tensor>): string[] {
    return Object.entries(state).map(([key, tensor]) => {
      const node = `${name}/assign/${key}`
      const inputs = [variableName(key), recorder.nameOf(tensor), control(`${name}/read/${key}`)]
      this.graph.addTyped(node, 'AssignVariableOp', inputs, { key: 'dtype', dtype: this.typeNumber(tensor.dtype) })
      return node
    })
  }

  /** Writes rows in place, once the function has gathered what it wants of the old ones. */
  private assignRows(name: string, recorder: Recorder, rows: Record<string, RowUpdate>): string[] {
    const { TF_ATTR_TYPE, TF_INT32 } = this.backend.binding
    return Object.entries(rows).map(([key, { row, values }]) => {
      const node = `${name}/assign/${key}`
      const gathers = recorder.recording.nodes.filter(({ op, inputs }) => op === 'GatherV2' && inputs[0] === `${name}/read/${key}:0`)
      const inputs = [variableName(key), recorder.nameOf(row), recorder.nameOf(values), ...gathers.map((gather) => control(gather.name))]
      this.graph.addNode(this.withoutXla({
        name: node, op: 'ResourceScatterUpdate', inputs,
        attributes: [
          { name: 'dtype', type: TF_ATTR_TYPE, value: this.typeNumber(this.program.state[key].dtype) },
          { name: 'Tindices', type: TF_ATTR_TYPE, value: TF_INT32 }
        ]
      }))
      return node
    })
  }

  private addOutputs(name: string, recorder: Recorder, outputs: Record<string, tf.Tensor>, after: readonly string[]): string[] {
    return Object.entries(outputs).map(([key, tensor]) => {
      const inputs = [recorder.nameOf(tensor), ...after.map(control)]
      this.graph.addTyped(`${name}/output/${key}`, 'Identity', inputs, { key: 'T', dtype: this.typeNumber(tensor.dtype) })
      return key
    })
  }

  private plan(name: string, definition: ProgramFunction, outputs: string[]): CallPlan {
    const feeds = Object.entries(definition.feeds).map(([key, spec]) => ({ key, spec }))
    return {
      feeds,
      feedNames: feeds.map(({ key }) => `${name}/feed/${key}:0`).join(','),
      outputs,
      outputNames: outputs.map((key) => `${name}/output/${key}:0`).join(',')
    }
  }
}

function loadGraph(binding: NativeBinding, bytes: Uint8Array): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'grokscope-graph-'))
  try {
    writeFileSync(path.join(folder, 'saved_model.pb'), bytes)
    return binding.loadSavedModel(folder, 'serve')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

class CompiledExecutor implements Executor {
  private readonly binding: NativeBinding
  private readonly session: number
  private readonly plans: ReadonlyMap<string, CallPlan>
  private readonly types: Record<DataType, number>

  constructor(binding: NativeBinding, session: number, plans: ReadonlyMap<string, CallPlan>) {
    this.binding = binding
    this.session = session
    this.plans = plans
    this.types = { float32: binding.TF_FLOAT, int32: binding.TF_INT32 }
  }

  run(name: string, feeds: Record<string, HostArray>): Record<string, HostArray> {
    const plan = this.plans.get(name)
    if (plan === undefined) throw new Error(`the program has no function ${name}`)
    const inputIds = plan.feeds.map(({ key, spec }) => this.binding.createTensor(spec.shape, this.types[spec.dtype], feeds[key]))
    try {
      const results = this.binding.runSavedModel(this.session, inputIds, plan.feedNames, plan.outputNames)
      return Object.fromEntries(results.map(({ id }, index) => {
        const values = this.binding.tensorDataSync(id)
        this.binding.deleteTensor(id)
        return [plan.outputs[index], values as HostArray]
      }))
    } finally {
      for (const id of inputIds) this.binding.deleteTensor(id)
    }
  }

  readState(): Record<string, HostArray> {
    return Object.fromEntries(Object.entries(this.run('read', {})).map(([key, values]) => [key, values.slice()]))
  }

  writeState(state: Record<string, HostArray>): void {
    this.run('write', state)
  }

  dispose(): void {
    this.binding.deleteSavedModel(this.session)
  }
}

/**
 * Traces every function of a program once and loads them as one TensorFlow graph, whose session keeps the state
 * between calls (design: *Compiled step*), for TensorFlow with XLA or without. Throws `runtime/unusable` without the TensorFlow backend.
 */
export function compile(program: Program, xla = false): Executor {
  const backend = nodeBackend()
  const builder = new GraphBuilder(backend, program, xla)
  const plans = new Map(Object.entries(program.functions).map(([name, definition]) => [name, builder.addFunction(name, definition)]))
  plans.set('write', builder.addWrite())
  plans.set('read', builder.addRead())
  const session = loadGraph(backend.binding, builder.graph.serialize())
  const executor = new CompiledExecutor(backend.binding, session, plans)
  executor.writeState(Object.fromEntries(Object.entries(program.state).map(([key, { initial }]) => [key, initial])))
  return executor
}
