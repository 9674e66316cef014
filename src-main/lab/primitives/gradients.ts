import * as tf from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'
import { columnSum, product } from './matrix.ts'
import { onTensorFlow, tensorFlowOperation } from './tensorflow-operation.ts'

type Rule = (upstream: tf.Tensor, saved: tf.Tensor[], attributes: tf.NamedAttrMap) => Record<string, () => tf.Tensor>

const sameShape = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((size, axis) => size === b[axis])

/** True for a matrix and the shape of one of its rows, [c] or [1, c]. */
function isOneRowOf({ shape: [rows, columns], rank }: tf.Tensor, shape: readonly number[]): boolean {
  return rank === 2 && rows > 1 && shape[shape.length - 1] === columns && (shape.length === 1 || shape[0] === 1)
}

/** The gradient of a broadcast input: summed over the axes along which it was repeated. */
function unbroadcast(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  if (sameShape(gradient.shape, shape)) return gradient
  if (isOneRowOf(gradient, shape)) return tf.reshape(columnSum(gradient as tf.Tensor2D), shape)
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape)
  return tf.reshape(tf.sum(gradient, axes), shape)
}

/** The upstream gradient itself, as another object: tfjs disposes a gradient once it has added it to another. */
const passed = (upstream: tf.Tensor, shape: number[]): tf.Tensor =>
  sameShape(upstream.shape, shape) ? tf.clone(upstream) : unbroadcast(upstream, shape)

/** Repeats along axes of length 1; the wasm backend tiles a hundred times slower than it multiplies. */
function broadcast(x: tf.Tensor, shape: number[]): tf.Tensor {
  if (sameShape(x.shape, shape)) return tf.clone(x)
  return onTensorFlow() ? tf.tile(x, shape.map((size, axis) => size / x.shape[axis])) : tf.mul(x, tf.ones(shape))
}

const add: Rule = (upstream, [a, b]) => ({
  a: () => passed(upstream, a.shape),
  b: () => passed(upstream, b.shape)
})

const subtract: Rule = (upstream, [a, b]) => ({
  a: () => passed(upstream, a.shape),
  b: () => tf.neg(unbroadcast(upstream, b.shape))
})

const multiply: Rule = (upstream, [a, b]) => ({
  a: () => unbroadcast(tf.mul(upstream, b), a.shape),
  b: () => unbroadcast(tf.mul(upstream, a), b.shape)
})

const divide: Rule = (upstream, [a, b]) => ({
  a: () => unbroadcast(tf.div(upstream, b), a.shape),
  b: () => tf.neg(unbroadcast(tf.mul(tf.div(upstream, b), tf.div(a, b)), b.shape))
})

const matrixProduct: Rule = (upstream, [a, b], { transposeA, transposeB }) => ({
  a: () => transposeA ? product(b, upstream, Boolean(transposeB), true) : product(upstream, b, false, !transposeB),
  b: () => transposeB ? product(upstream, a, true, Boolean(transposeA)) : product(a, upstream, !transposeA, false)
})

const transpose: Rule = (upstream, _saved, { perm }) => ({
  x: () => tf.transpose(upstream, (perm as number[]).map((_, axis) => (perm as number[]).indexOf(axis)))
})

const sum: Rule = (upstream, [x], { axis }) => ({
  x: () => {
    const axes = tf.util.parseAxisParam(axis as number | number[], x.shape)
    return broadcast(tf.reshape(upstream, x.shape.map((size, position) => axes.includes(position) ? 1 : size)), x.shape)
  }
})

const tile: Rule = (upstream, [x], { reps }) => ({
  x: () => {
    const interleaved = x.shape.flatMap((size, axis) => [(reps as number[])[axis], size])
    return tf.sum(tf.reshape(upstream, interleaved), x.shape.map((_, axis) => 2 * axis))
  }
})

const slice: Rule = (upstream, [x], { begin, size }) => ({
  x: () => {
    const [starts, sizes] = tf.slice_util.parseSliceParams(x, begin as number[], size as number[])
    return tf.pad(upstream, x.shape.map((length, axis): [number, number] => [starts[axis], length - starts[axis] - sizes[axis]]))
  }
})

const concat: Rule = (upstream, parts, { axis }) => {
  const along = tf.util.parseAxisParam(axis as number, upstream.shape)[0]
  const lengths = parts.map(({ shape }) => shape[along])
  return Object.fromEntries(parts.map(({ shape }, position) => {
    const begin = lengths.slice(0, position).reduce((sum, length) => sum + length, 0)
    return [String(position), () => tf.slice(upstream, shape.map((_, other) => (other === along ? begin : 0)), shape)]
  }))
}

const pad: Rule = (upstream, [x], { paddings }) => ({
  x: () => tf.slice(upstream, (paddings as [number, number][]).map(([before]) => before), x.shape)
})

/** upstream where x > 0, else 0; linear in `upstream`, and constant in x almost everywhere. */
function passWherePositive(upstream: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return differentiable({
    inputs: [upstream],
    constants: [x],
    value: () => onTensorFlow()
      ? tensorFlowOperation('ReluGrad', { T: 'float32' }, [upstream, x])
      : tf.mul(upstream, tf.step(x)),
    gradient: (second, _upstream, [saved]) => [passWherePositive(second, saved)]
  })
}

const normalDensity = (x: tf.Tensor): tf.Tensor => tf.mul(tf.exp(tf.mul(tf.mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI))

/** f'(x) · upstream for an op with one input x. */
const elementwise = (derivative: (x: tf.Tensor) => tf.Tensor): Rule => (upstream, [x]) => ({ x: () => tf.mul(upstream, derivative(x)) })

const rules: Record<string, Rule> = {
  [tf.Add]: add,
  [tf.Sub]: subtract,
  [tf.Multiply]: multiply,
  [tf.RealDiv]: divide,
  [tf.BatchMatMul]: matrixProduct,
  [tf.Sum]: sum,
  [tf.Transpose]: transpose,
  [tf.Tile]: tile,
  [tf.Slice]: slice,
  [tf.PadV2]: pad,
  [tf.Concat]: concat,
  [tf.Reshape]: (upstream, [x]) => ({ x: () => tf.reshape(upstream, x.shape) }),
  [tf.Neg]: (upstream) => ({ x: () => tf.neg(upstream) }),
  [tf.Identity]: (upstream) => ({ x: () => tf.clone(upstream) }),
  [tf.Cast]: (upstream) => ({ x: () => tf.clone(upstream) }),
  [tf.Square]: elementwise((x) => tf.mul(x, 2)),
  [tf.Exp]: elementwise((x) => tf.exp(x)),
  [tf.Expm1]: elementwise((x) => tf.exp(x)),
  [tf.Log]: elementwise((x) => tf.div(1, x)),
  [tf.Log1p]: elementwise((x) => tf.div(1, tf.add(x, 1))),
  [tf.Sqrt]: elementwise((x) => tf.div(0.5, tf.sqrt(x))),
  [tf.Erf]: elementwise((x) => tf.mul(normalDensity(tf.mul(x, Math.SQRT2)), 2 * Math.SQRT2)),
  [tf.Sigmoid]: elementwise((x) => tf.mul(tf.sigmoid(x), tf.sigmoid(tf.neg(x)))),
  [tf.Tanh]: elementwise((x) => tf.sub(1, tf.square(tf.tanh(x)))),
  [tf.Relu]: (upstream, [output]) => ({ x: () => passWherePositive(upstream, output) })
}

/**
 * What a rule needs: its inputs, but for relu its output, which is positive where the input is. The input is then never kept,
 * so that TensorFlow can fuse it away; the second derivative is 0 almost everywhere either way.
 */
function savedBy(kernelName: string): Pick<tf.GradConfig, 'inputsToSave' | 'outputsToSave' | 'saveAllInputs'> {
  if (kernelName === tf.Concat) return { saveAllInputs: true }
  const binary: readonly string[] = [tf.Add, tf.Sub, tf.Multiply, tf.RealDiv, tf.BatchMatMul]
  if (kernelName === tf.Relu) return { outputsToSave: [true] }
  return { inputsToSave: binary.includes(kernelName) ? ['a', 'b'] : ['x'] }
}

/**
 * Puts the gradients of the ops that the lab is made of in place of tfjs's, for the whole process. tfjs's core alone has none;
 * those that come with its other packages reuse outputs, which makes second derivatives silently wrong (softmax by 17 %), and carry
 * constants of ones and casts along. These save inputs and are made of each other, so derivatives of any order are right.
 * To be called after a backend is loaded, since loading may register tfjs's own; calling it again is harmless.
 */
export function registerGradients(): void {
  for (const [kernelName, rule] of Object.entries(rules)) {
    tf.registerGradient({
      kernelName,
      ...savedBy(kernelName),
      gradFunc: (upstream, saved, attributes) => rule(Array.isArray(upstream) ? upstream[0] : upstream, saved, attributes)
    })
  }
}
