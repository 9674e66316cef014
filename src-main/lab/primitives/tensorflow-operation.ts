import * as tf from '@tensorflow/tfjs-core'

interface Attribute {
  name: string
  type: number
  value: unknown
}

/** What tfjs-node's backend offers beyond tfjs's own interface: any op of TensorFlow by its name. */
interface TensorFlowBackend {
  binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_ATTR_STRING' | 'TF_FLOAT' | 'TF_INT32', number>>
  executeMultipleOutputs(operation: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[]
}

/** A data type by its name, a whole number or a list of them, a real number, a flag, or a text. */
export type AttributeValue = 'float32' | 'int32' | number | boolean | readonly number[] | { real: number } | { text: string }

function describe(binding: TensorFlowBackend['binding'], name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number' || Array.isArray(value)) return { name, type: binding.TF_ATTR_INT, value }
  if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value }
  if (typeof value === 'string') return { name, type: binding.TF_ATTR_TYPE, value: value === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT }
  if ('real' in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.real }
  return { name, type: binding.TF_ATTR_STRING, value: (value as { text: string }).text }
}

function isTensorFlow(backend: object): backend is TensorFlowBackend {
  return 'binding' in backend && 'executeMultipleOutputs' in backend
}

/** True where the current backend runs TensorFlow's own ops. */
export function onTensorFlow(): boolean {
  return isTensorFlow(tf.backend())
}

/**
 * Runs one TensorFlow op by name, as the tracer records it, and gives its first `outputs` outputs. The gradient tape does not see
 * it: wrap it in `tf.customGrad`. It is for ops that tfjs lacks or wraps in more work than the op itself (tfjs's gather, for one,
 * reads the indices back each time to check them). Throws on any other backend.
 */
export function tensorFlowOutputs(operation: string, attributes: Record<string, AttributeValue>, inputs: tf.Tensor[], outputs: number): tf.Tensor[] {
  const backend: object = tf.backend()
  if (!isTensorFlow(backend)) throw new Error(`${operation} needs the TensorFlow backend; the current one is ${tf.getBackend()}`)
  const described = Object.entries(attributes).map(([name, value]) => describe(backend.binding, name, value))
  return backend.executeMultipleOutputs(operation, described, inputs, outputs)
}

/** The only output of a TensorFlow op, run by name; see `tensorFlowOutputs`. */
export function tensorFlowOperation(operation: string, attributes: Record<string, AttributeValue>, inputs: tf.Tensor[]): tf.Tensor {
  return tensorFlowOutputs(operation, attributes, inputs, 1)[0]
}
