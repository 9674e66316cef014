import * as v from 'valibot'
import type { Checkpoint, SeriesPoints, Snapshot, WireTensor } from '../../trainer/protocol.ts'
import { checkpointHeaderSchema } from '../checkpoints.ts'
import { decodeTensors } from './safetensors.ts'

const nameSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** The points of `series/<n>.safetensors`; throws an `Error` that says what is wrong. */
export function readSeriesPart(bytes: Uint8Array): SeriesPoints {
  const { metadata, tensors } = decodeTensors(bytes)
  const steps = tensors.find((tensor) => tensor.name === 'steps')
  const values = tensors.find((tensor) => tensor.name === 'values')
  if (tensors.length !== 2 || steps?.dtype !== 'F64' || values?.dtype !== 'F64') throw new TypeError('expected the float64 tensors steps and values')
  return { name: v.parse(nameSchema, metadata['series']), steps: steps.data, values: values.data }
}

/** The tensors of `snapshots/<step>.safetensors`; throws an `Error` that says what is wrong. */
export function readSnapshotsPart(bytes: Uint8Array, step: number): Snapshot[] {
  return decodeTensors(bytes).tensors.map((tensor) => {
    if (tensor.dtype !== 'F32') throw new TypeError(`tensor ${tensor.name} is not float32`)
    return { tensor: v.parse(nameSchema, tensor.name), step, shape: tensor.shape, data: tensor.data }
  })
}

/** The checkpoint of `checkpoints/<step>.safetensors`; throws an `Error` that says what is wrong. */
export function readCheckpointPart(bytes: Uint8Array, step: number): Checkpoint {
  const { metadata, tensors } = decodeTensors(bytes)
  const header = v.parse(checkpointHeaderSchema, JSON.parse(metadata['header'] ?? 'null'))
  return {
    step,
    header,
    tensors: tensors.map((tensor): WireTensor => {
      if (tensor.dtype === 'F64') throw new TypeError(`tensor ${tensor.name} is not float32 or int32`)
      const { name, shape, data } = tensor
      return { name, shape, dtype: tensor.dtype === 'I32' ? 'int32' : 'float32', data }
    })
  }
}
