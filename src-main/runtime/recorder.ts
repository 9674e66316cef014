import type { Tensor } from '@tensorflow/tfjs-core'
import type { NativeBinding, NodeBackend, OpAttribute, TensorMetadata } from './binding.ts'

/** One node of the graph to be: an op, a constant, or whatever the executor adds. */
export interface GraphNode {
  name: string
  op: string
  attributes: OpAttribute[]
  /** Names of inputs as `node:output`, control inputs as `^node`. */
  inputs: string[]
}

/** A node that tfjs ran, with the shapes of what it read. */
export interface RecordedNode extends GraphNode {
  inputShapes: number[][]
}

export interface GraphConstant {
  name: string
  shape: number[]
  dtype: number
  values: Float32Array | Int32Array | Uint8Array
}

export interface Recording {
  nodes: RecordedNode[]
  constants: GraphConstant[]
}

/**
 * Records each op that tfjs runs between `start` and `stop`. Ops run for real meanwhile, so that shapes are known.
 * A tensor that no recorded op made, and that is not bound to a name, becomes a constant.
 */
export class Recorder {
  readonly recording: Recording = { nodes: [], constants: [] }
  private readonly backend: NodeBackend
  private readonly binding: NativeBinding
  private readonly prefix: string
  private readonly names = new Map<number, string>()
  private readonly shapes = new Map<number, { shape: number[]; dtype: number }>()

  constructor(backend: NodeBackend, prefix: string) {
    this.backend = backend
    this.binding = backend.binding
    this.prefix = prefix
  }

  /** Names a tensor's value in the graph: a placeholder, a variable's value. Uploads it if it was not yet. */
  bind(tensor: Tensor, name: string): void {
    this.names.set(this.idOf(tensor), name)
  }

  /** The graph's name of a tensor's value. */
  nameOf(tensor: Tensor): string {
    const id = this.idOf(tensor)
    this.note(id, tensor)
    return this.inputName(id)
  }

  /** Runs `body` with recording on. */
  record<T>(body: () => T): T {
    const { backend, binding } = this
    const original = backend.getInputTensorIds
    const recording = Object.create(binding) as NativeBinding
    const overrides: Partial<NativeBinding> = {
      executeOp: (name, attributes, inputIds, outputs) => this.executeOp(name, attributes, inputIds, outputs),
      tensorDataSync: () => { throw new Error('a compiled function must not read values while it is traced') }
    }
    for (const [key, value] of Object.entries(overrides)) Object.defineProperty(recording, key, { value })
    backend.binding = recording
    backend.getInputTensorIds = (tensors) => {
      const ids = original.call(backend, tensors)
      ids.forEach((id, position) => this.note(id, tensors[position]))
      return ids
    }
    try {
      return body()
    } finally {
      backend.binding = binding
      backend.getInputTensorIds = original
    }
  }

  private idOf(tensor: Tensor): number {
    const [id] = this.backend.getInputTensorIds([tensor])
    return id
  }

  private note(id: number, tensor: Tensor): void {
    if (this.shapes.has(id)) return
    const types: Record<string, number> = { float32: this.binding.TF_FLOAT, int32: this.binding.TF_INT32, bool: this.binding.TF_BOOL }
    this.shapes.set(id, { shape: tensor.shape, dtype: types[tensor.dtype] })
  }

  private executeOp(op: string, attributes: OpAttribute[], inputIds: number[], outputs: number): TensorMetadata[] {
    const name = `${this.prefix}/${op}_${this.recording.nodes.length}`
    const inputs = inputIds.map((id) => this.inputName(id))
    const results = this.binding.executeOp(op, attributes, inputIds, outputs)
    this.recording.nodes.push({ name, op, attributes, inputs, inputShapes: inputIds.map((id) => this.shapes.get(id)?.shape ?? []) })
    results.forEach(({ id, shape, dtype }, index) => {
      this.names.set(id, `${name}:${index}`)
      this.shapes.set(id, { shape, dtype })
    })
    return results
  }

  private inputName(id: number): string {
    const known = this.names.get(id)
    if (known !== undefined) return known
    const described = this.shapes.get(id)
    if (described === undefined) throw new Error(`an input of a traced op is unknown: tensor ${id}`)
    const name = `${this.prefix}/constant_${this.recording.constants.length}`
    this.recording.constants.push({ name, ...described, values: this.binding.tensorDataSync(id) })
    this.names.set(id, `${name}:0`)
    return `${name}:0`
  }
}
