import * as tf from '@tensorflow/tfjs-core'

/** What tfjs-node's backend offers beyond tfjs's own interface: any op of TensorFlow by its name. */
interface TensorFlowBackend {
  binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_ATTR_BOOL' | 'TF_FLOAT' | 'TF_INT32', number>>
  executeSingleOutput(operation: string, attributes: { name: string; type: number; value: unknown }[], inputs: tf.Tensor[]): tf.Tensor
}

type AttributeValue = 'float32' | 'int32' | number | boolean

function describe(binding: TensorFlowBackend['binding'], name: string, value: AttributeValue): { name: string; type: number; value: unknown } {
  if (typeof value === 'number') return { name, type: binding.TF_ATTR_INT, value }
  if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value }
  return { name, type: binding.TF_ATTR_TYPE, value: value === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT }
}

function isTensorFlow(backend: object): backend is TensorFlowBackend {
  return 'binding' in backend && 'executeSingleOutput' in backend
}

/** True where the current backend runs TensorFlow's own ops. */
export function onTensorFlow(): boolean {
  return isTensorFlow(tf.backend())
}

/** True where TensorFlow compiles graphs through XLA, as the runtime notes in tfjs's flags: what is fast there is slow elsewhere, and the reverse. */
export function compilesThroughXla(): boolean {
  return tf.env().getFlags().GROKSCOPE_XLA === true
}

/**
 * Runs one TensorFlow op by name, as the tracer records it; attributes are data types, whole numbers or flags. The gradient tape
 * does not see it: wrap it in `tf.customGrad`. It is for ops that tfjs lacks or wraps in more work than the op itself
 * (tfjs's gather, for one, reads the indices back each time to check them). Throws on any other backend.
 */
export function tensorFlowOperation(operation: string, attributes: Record<string, AttributeValue>, inputs: tf.Tensor[]): tf.Tensor {
  const backend: object = tf.backend()
  if (!isTensorFlow(backend)) throw new Error(`${operation} needs the TensorFlow backend; the current one is ${tf.getBackend()}`)
  const described = Object.entries(attributes).map(([name, value]) => describe(backend.binding, name, value))
  return backend.executeSingleOutput(operation, described, inputs)
}
