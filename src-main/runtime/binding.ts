import type { Tensor } from '@tensorflow/tfjs-core'

/** What TensorFlow reports of a tensor that it made. */
export interface TensorMetadata {
  id: number
  shape: number[]
  /** TensorFlow's DataType number. */
  dtype: number
}

export interface OpAttribute {
  name: string
  type: number
  value: unknown
}

/** The part of tfjs-node's native addon that is used here; its properties are read-only. */
export interface NativeBinding {
  executeOp(name: string, attributes: OpAttribute[], inputIds: number[], outputs: number): TensorMetadata[]
  createTensor(shape: number[], dtype: number, values: ArrayLike<number>): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array
  loadSavedModel(folder: string, tags: string): number
  runSavedModel(session: number, inputIds: number[], inputNames: string, outputNames: string): TensorMetadata[]
  deleteSavedModel(session: number): void
  isUsingGpuDevice(): boolean
  readonly TF_Version: string
  readonly TF_FLOAT: number
  readonly TF_INT32: number
  readonly TF_BOOL: number
  readonly TF_ATTR_STRING: number
  readonly TF_ATTR_INT: number
  readonly TF_ATTR_FLOAT: number
  readonly TF_ATTR_BOOL: number
  readonly TF_ATTR_TYPE: number
  readonly TF_ATTR_SHAPE: number
}

/** The part of tfjs-node's backend that tracing replaces for the time of a trace. */
export interface NodeBackend {
  binding: NativeBinding
  getInputTensorIds(tensors: Tensor[]): number[]
}
