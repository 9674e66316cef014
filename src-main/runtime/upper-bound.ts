import type { NativeBinding } from './binding.ts'
import { functionAttribute, type GraphFunction } from './graph-definition.ts'
import { gatherTypes, GraphPiece } from './graph-piece.ts'
import type { GraphConstant, GraphNode, RecordedNode } from './recorder.ts'

/** Bits of a positive float32 grow with the number: above 23 of its digits stand its octaves. */
const [digits, cellDigits] = [23, 6]
/** Magnitudes of the 12 octaves below the largest have cells of their own, 64 for each octave; smaller ones share the first. */
const octaves = 12
const shift = digits - cellDigits
const cellsOfSign = (octaves << cellDigits) + 1
const cells = 2 * cellsOfSign

/** From how many numbers on a search by cells is faster than TensorFlow's own. */
const leastSearched = 2 ** 12

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

/** The magnitude of each number as whole numbers of the same order, and its sign: −1 below zero, else 0. */
function orderOf(piece: GraphPiece, x: string, { TF_FLOAT, TF_INT32 }: NativeBinding): { magnitude: string; sign: string } {
  const bits = piece.add('Bitcast', [x], [piece.type('T', TF_FLOAT), piece.type('type', TF_INT32)])
  const magnitude = piece.onWhole('BitwiseAnd', bits, piece.whole(0x7fffffff))
  const sign = piece.onWhole('RightShift', bits, piece.whole(31))
  return { magnitude, sign: piece.onWhole('SelectV2', piece.onWhole('Equal', magnitude, piece.whole(0)), piece.whole(0), sign) }
}

/** The largest magnitude, in the same order. */
function largestOf(piece: GraphPiece, x: string, binding: NativeBinding): string {
  const size = piece.add('Abs', [x], [piece.type('T', binding.TF_FLOAT)])
  return orderOf(piece, piece.largest(size, binding.TF_FLOAT), binding).magnitude
}

/** The cell of each number, ascending with it, from 0 in the middle of all; those beyond the largest magnitude lie outside of all cells. */
function cellOf(piece: GraphPiece, { magnitude, sign }: { magnitude: string; sign: string }, lowest: string): string {
  const fromLowest = piece.onWhole('Maximum', piece.onWhole('Sub', magnitude, lowest), piece.whole(0))
  const fromZero = piece.onWhole('Minimum', piece.onWhole('RightShift', fromLowest, piece.whole(shift)), piece.whole(cellsOfSign))
  return piece.onWhole('BitwiseXor', fromZero, sign)
}

/** How many bounds lie in cells before each, [cells + 1], by comparing each with each. */
function boundsBefore(piece: GraphPiece, cellOfBound: string, bounds: number, TF_INT32: number): string {
  const all = piece.constant(Int32Array.from({ length: cells + 1 }, (_, index) => index - cellsOfSign), [1, cells + 1])
  const isBefore = piece.onWhole('Less', piece.reshape(cellOfBound, TF_INT32, [bounds, 1]), all)
  return piece.sumOfFlags(isBefore, 0)
}

/** The most bounds that lie in one of the cells. */
function mostBounds(piece: GraphPiece, before: string, TF_INT32: number): string {
  return piece.largest(piece.onWhole('Sub', piece.part(before, 1, cells), piece.part(before, 0, cells)), TF_INT32)
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
 * An UpperBound op of one row in ops that XLA compiles well: XLA itself compares every number with every bound. A number's leading bits, counted
 * from the largest magnitude among the numbers, say its cell; the few bounds within it are gone through one by one. Exact for any bounds, since
 * cells ascend with numbers: a loop runs as often as the fullest cell needs.
 */
export function searchByCells({ name, inputs }: GraphNode, { bounds, numbers }: Search, binding: NativeBinding): Replacement {
  const { TF_FLOAT, TF_INT32 } = binding
  const piece = new GraphPiece(binding, name)
  const bound = piece.reshape(inputs[0], TF_FLOAT, [bounds])
  const x = piece.reshape(inputs[1], TF_FLOAT, [numbers])
  const order = orderOf(piece, x, binding)
  const lowest = piece.onWhole('Maximum', piece.onWhole('Sub', largestOf(piece, x, binding), piece.whole(octaves << digits)), piece.whole(0))
  const cell = piece.onWhole('AddV2', cellOf(piece, order, lowest), piece.whole(cellsOfSign))
  const before = boundsBefore(piece, cellOf(piece, orderOf(piece, bound, binding), lowest), bounds, TF_INT32)
  const rounds = mostBounds(piece, before, TF_INT32)
  // No number passes it, infinity neither.
  const ended = piece.join(bound, piece.constant(Float32Array.of(Number.NaN), [1]), TF_FLOAT)
  const loop = piece.add('StatelessWhile', [piece.whole(0), rounds, piece.gather(before, cell, TF_INT32), x, ended], [
    piece.type('T', [TF_INT32, TF_INT32, TF_INT32, TF_FLOAT, TF_FLOAT]), functionAttribute('cond', more), functionAttribute('body', next)
  ])
  const back = piece.constant(Int32Array.of(1, numbers), [2])
  const result: GraphNode = {
    name, op: 'Reshape', inputs: [loop.replace(/:0$/, ':2'), back], attributes: [piece.type('T', TF_INT32), piece.type('Tshape', TF_INT32)]
  }
  return { nodes: [...piece.nodes, result], constants: piece.constants, functions: loopFunctions(binding) }
}
