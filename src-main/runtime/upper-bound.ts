import type { NativeBinding } from './binding.ts'
import { functionAttribute, type GraphFunction } from './graph-definition.ts'
import { gatherTypes, GraphPiece } from './graph-piece.ts'
import type { GraphConstant, GraphNode, RecordedNode } from './recorder.ts'

/** Bits of a positive float32 grow with the number: above 23 of its digits stand its octaves. */
const [digits, cellDigits] = [23, 7]
/** Magnitudes from 2⁻³² to 2²⁰ have cells of their own, 128 for each octave; smaller and larger ones share the last of either end. */
const [lowestBits, highestBits] = [(127 - 32) << digits, (127 + 20) << digits]
const shift = digits - cellDigits
const cellsOfSign = (highestBits - lowestBits) >> shift
const cells = 2 * cellsOfSign

/** From how many numbers on a search by cells is faster than TensorFlow's own. */
export const leastSearched = 2 ** 16

/** How many numbers are searched among how many bounds, both in one row. */
interface Search {
  bounds: number
  numbers: number
}

/** The search that a node is; null where it is none, has several rows or few numbers. */
export function longSearch({ op, inputShapes }: RecordedNode): Search | null {
  if (op !== 'UpperBound') return null
  const [[, bounds], [rows, numbers]] = inputShapes
  return rows === 1 && numbers >= leastSearched ? { bounds, numbers } : null
}

/** The smallest number of each cell, ascending, [cells]; the first reaches to −∞. */
export function cellStarts(): Float32Array {
  const bits = new Int32Array(cells)
  for (let j = 0; j < cellsOfSign; j++) {
    bits[cellsOfSign + j] = j === 0 ? 0 : lowestBits + (j << shift)
    bits[cellsOfSign - 1 - j] = (lowestBits + ((j + 1) << shift) - 1) | (1 << 31)
  }
  const starts = new Float32Array(bits.buffer)
  starts[0] = -Infinity
  return starts
}

/** The cell of each number, from its bits, [n] as int32. */
function cellOf(piece: GraphPiece, x: string, { TF_FLOAT, TF_INT32 }: NativeBinding): string {
  const bits = piece.add('Bitcast', [x], [piece.type('T', TF_FLOAT), piece.type('type', TF_INT32)])
  const magnitude = piece.onWhole('BitwiseAnd', bits, piece.whole(0x7fffffff))
  const bounded = piece.onWhole('Minimum', piece.onWhole('Maximum', magnitude, piece.whole(lowestBits)), piece.whole(highestBits - 1))
  const fromZero = piece.onWhole('RightShift', piece.onWhole('Sub', bounded, piece.whole(lowestBits)), piece.whole(shift))
  return piece.onWhole('SelectV2', piece.onWhole('Less', bits, piece.whole(0)),
    piece.onWhole('Sub', piece.whole(cellsOfSign - 1), fromZero), piece.onWhole('AddV2', piece.whole(cellsOfSign), fromZero))
}

/** The most bounds that lie in one of the cells from the first number's to the last's. */
function mostBounds(piece: GraphPiece, { cell, before, bounds }: { cell: string; before: string; bounds: number }, TF_INT32: number): string {
  const later = piece.add('Slice', [before, piece.constant(Int32Array.of(1), [1]), piece.constant(Int32Array.of(cells - 1), [1])],
    [piece.type('T', TF_INT32), piece.type('Index', TF_INT32)])
  const held = piece.onWhole('Sub', piece.join(later, piece.constant(Int32Array.of(bounds), [1]), TF_INT32), before)
  const all = piece.constant(Int32Array.from({ length: cells }, (_, index) => index), [cells])
  const occupied = piece.add('LogicalAnd',
    [piece.onWhole('GreaterEqual', all, piece.extreme('Min', cell)), piece.onWhole('LessEqual', all, piece.extreme('Max', cell))], [])
  return piece.extreme('Max', piece.onWhole('SelectV2', occupied, held, piece.whole(0)))
}

const [more, next] = ['bounds_left', 'next_bound']

/** A loop that moves each index on while its number is not below the bound there: `round` counts to `rounds`. */
function loopFunctions(binding: NativeBinding): GraphFunction[] {
  const { TF_FLOAT, TF_INT32, TF_BOOL, TF_ATTR_BOOL } = binding
  const piece = new GraphPiece(binding, '')
  const inputs = [['round', TF_INT32], ['rounds', TF_INT32], ['index', TF_INT32], ['x', TF_FLOAT], ['bounds', TF_FLOAT]].map(([name, dtype]) => (
    { name: String(name), dtype: Number(dtype) }))
  const whole = [piece.type('T', TF_INT32)]
  const constant = (name: string, value: number): GraphConstant => ({ name, shape: [], dtype: TF_INT32, values: Int32Array.of(value) })
  return [
    {
      name: more, inputs, results: [{ name: 'left', dtype: TF_BOOL, source: 'less:z:0' }], constants: [],
      nodes: [{ name: 'less', op: 'Less', inputs: ['round', 'rounds'], attributes: whole }]
    },
    {
      name: next, inputs,
      results: inputs.map(({ name, dtype }) => ({ name: `${name}_after`, dtype, source: { round: 'later:z:0', index: 'moved:z:0' }[name] ?? name })),
      constants: [constant('one', 1), constant('axis', 0)],
      nodes: [
        { name: 'later', op: 'AddV2', inputs: ['round', 'one:output:0'], attributes: whole },
        { name: 'bound', op: 'GatherV2', inputs: ['bounds', 'index', 'axis:output:0'], attributes: gatherTypes(binding, TF_FLOAT) },
        { name: 'passed', op: 'GreaterEqual', inputs: ['x', 'bound:output:0'], attributes: [piece.type('T', TF_FLOAT)] },
        {
          name: 'move', op: 'Cast', inputs: ['passed:z:0'],
          attributes: [piece.type('SrcT', TF_BOOL), piece.type('DstT', TF_INT32), { name: 'Truncate', type: TF_ATTR_BOOL, value: false }]
        },
        { name: 'moved', op: 'AddV2', inputs: ['index', 'move:y:0'], attributes: whole }
      ]
    }
  ]
}

/** What stands for one op in a graph. */
export interface Replacement {
  nodes: GraphNode[]
  constants: GraphConstant[]
  functions: GraphFunction[]
}

/**
 * An UpperBound op of one row in ops that XLA compiles well: XLA itself compares every number with every bound. A number's leading bits say its
 * cell. How many bounds end before a cell comes from a short search of TensorFlow's; the few bounds within it are gone through one by one. Exact
 * for any bounds: a loop runs as often as the fullest cell between the smallest and the largest number needs.
 */
export function searchByCells({ name, inputs }: GraphNode, { bounds, numbers }: Search, binding: NativeBinding): Replacement {
  const { TF_FLOAT, TF_INT32 } = binding
  const piece = new GraphPiece(binding, name)
  const search: GraphNode = {
    name: `${name}/before`, op: 'UpperBound', inputs: [inputs[0], piece.constant(cellStarts(), [1, cells])],
    attributes: [piece.type('T', TF_FLOAT), piece.type('out_type', TF_INT32)]
  }
  const before = piece.reshape(`${search.name}:0`, TF_INT32, [cells])
  const x = piece.reshape(inputs[1], TF_FLOAT, [numbers])
  const cell = cellOf(piece, x, binding)
  const first = piece.gather(before, cell, TF_INT32)
  const rounds = mostBounds(piece, { cell, before, bounds }, TF_INT32)
  // No number passes it, infinity neither.
  const ended = piece.join(piece.reshape(inputs[0], TF_FLOAT, [bounds]), piece.constant(Float32Array.of(Number.NaN), [1]), TF_FLOAT)
  const loop = piece.add('StatelessWhile', [piece.whole(0), rounds, first, x, ended], [
    piece.type('T', [TF_INT32, TF_INT32, TF_INT32, TF_FLOAT, TF_FLOAT]), functionAttribute('cond', more), functionAttribute('body', next)
  ])
  const back = piece.constant(Int32Array.of(1, numbers), [2])
  const result: GraphNode = {
    name, op: 'Reshape', inputs: [loop.replace(/:0$/, ':2'), back], attributes: [piece.type('T', TF_INT32), piece.type('Tshape', TF_INT32)]
  }
  return { nodes: [search, ...piece.nodes, result], constants: piece.constants, functions: loopFunctions(binding) }
}
