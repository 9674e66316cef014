import type { NativeBinding, OpAttribute } from './binding.ts'
import type { GraphConstant, GraphNode } from './recorder.ts'

/** Attributes of a gather along the first axis. */
export function gatherTypes({ TF_ATTR_TYPE, TF_ATTR_INT, TF_INT32 }: NativeBinding, dtype: number): OpAttribute[] {
  const type = (name: string, value: number): OpAttribute => ({ name, type: TF_ATTR_TYPE, value })
  return [type('Tparams', dtype), type('Tindices', TF_INT32), type('Taxis', TF_INT32), { name: 'batch_dims', type: TF_ATTR_INT, value: 0 }]
}

/** A piece of a graph that is put together node by node, all named under one prefix. */
export class GraphPiece {
  readonly nodes: GraphNode[] = []
  readonly constants: GraphConstant[] = []
  private readonly prefix: string
  private readonly binding: NativeBinding

  constructor(binding: NativeBinding, prefix: string) {
    this.binding = binding
    this.prefix = prefix
  }

  type(name: string, dtype: number | number[]): OpAttribute {
    return { name, type: this.binding.TF_ATTR_TYPE, value: dtype }
  }

  constant(values: Float32Array | Int32Array, shape: number[]): string {
    const { TF_FLOAT, TF_INT32 } = this.binding
    const name = `${this.prefix}/constant_${this.constants.length}`
    this.constants.push({ name, shape, dtype: values instanceof Float32Array ? TF_FLOAT : TF_INT32, values })
    return `${name}:0`
  }

  whole(value: number): string {
    return this.constant(Int32Array.of(value), [])
  }

  add(op: string, inputs: string[], attributes: OpAttribute[]): string {
    const name = `${this.prefix}/${op}_${this.nodes.length}`
    this.nodes.push({ name, op, inputs, attributes })
    return `${name}:0`
  }

  /** An op on whole numbers. */
  onWhole(op: string, ...inputs: string[]): string {
    return this.add(op, inputs, [this.type('T', this.binding.TF_INT32)])
  }

  reshape(input: string, dtype: number, shape: number[]): string {
    return this.add('Reshape', [input, this.constant(Int32Array.from(shape), [shape.length])], [this.type('T', dtype), this.type('Tshape', this.binding.TF_INT32)])
  }

  private reduced(op: 'Max' | 'Sum', input: string, dtype: number, axis: number): string {
    const { TF_ATTR_BOOL, TF_INT32 } = this.binding
    const attributes = [this.type('T', dtype), this.type('Tidx', TF_INT32), { name: 'keep_dims', type: TF_ATTR_BOOL, value: false }]
    return this.add(op, [input, this.constant(Int32Array.of(axis), [1])], attributes)
  }

  /** How many of a matrix's flags hold along an axis. */
  sumOfFlags(flags: string, axis: number): string {
    const { TF_ATTR_BOOL, TF_BOOL, TF_INT32 } = this.binding
    const ones = this.add('Cast', [flags], [this.type('SrcT', TF_BOOL), this.type('DstT', TF_INT32), { name: 'Truncate', type: TF_ATTR_BOOL, value: false }])
    return this.reduced('Sum', ones, TF_INT32, axis)
  }

  /** `size` elements of a vector of whole numbers, from `begin` on. */
  part(input: string, begin: number, size: number): string {
    const [from, length] = [begin, size].map((value) => this.constant(Int32Array.of(value), [1]))
    return this.add('Slice', [input, from, length], [this.type('T', this.binding.TF_INT32), this.type('Index', this.binding.TF_INT32)])
  }

  /** The largest element of a vector. */
  largest(input: string, dtype: number): string {
    return this.reduced('Max', input, dtype, 0)
  }

  join(first: string, second: string, dtype: number): string {
    const attributes = [{ name: 'N', type: this.binding.TF_ATTR_INT, value: 2 }, this.type('T', dtype), this.type('Tidx', this.binding.TF_INT32)]
    return this.add('ConcatV2', [first, second, this.whole(0)], attributes)
  }

  gather(table: string, index: string, dtype: number): string {
    return this.add('GatherV2', [table, index, this.whole(0)], gatherTypes(this.binding, dtype))
  }
}
