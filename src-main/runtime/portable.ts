import { createRequire } from 'node:module'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'

const require = createRequire(import.meta.url)

/** Makes tfjs's WebAssembly backend the current one: no installation, one core. Returns its library name. */
export async function loadPortable(): Promise<string> {
  const folder = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))
  setWasmPaths(folder + path.sep)
  await tf.setBackend('wasm')
  await tf.ready()
  return `tfjs-backend-wasm ${tf.version_core}`
}
