import { existsSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { GrokscopeError } from '../../shared/errors.ts'
import type { NodeBackend } from './binding.ts'

const require = createRequire(import.meta.url)
const packageName = '@tensorflow/tfjs-node-gpu'

/** tfjs-node-gpu calls helpers that Node 23 removed from `util`. */
function restoreRemovedUtilities(): void {
  const util = require('node:util') as Record<string, unknown>
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  util.isArray ??= Array.isArray
}

/** tfjs-node-gpu asks node-pre-gyp where its addon lies; the answer is the installation, not the package's folder. */
function answerWithBinding(bindingFile: string): void {
  const id = createRequire(require.resolve(packageName)).resolve('@mapbox/node-pre-gyp')
  const answer = new Module(id)
  answer.filename = id
  answer.loaded = true
  answer.exports = { find: () => bindingFile }
  require.cache[id] = answer
}

export interface TensorFlowOptions {
  /** The addon of an installation; null: the one in tfjs-node-gpu's own folder. */
  bindingFile: string | null
  /** Threads of one op; 0 leaves the choice to TensorFlow. */
  threads: number
  /** Compiles graphs through XLA. */
  xla: boolean
}

/** Where XLA finds NVIDIA's assembler and device library in a CUDA installation; null in any other. */
function cudaFolder(bindingFile: string | null): string | null {
  if (bindingFile === null) return null
  const folder = path.join(path.dirname(bindingFile), '..', 'nvidia', 'cuda_nvcc')
  return existsSync(folder) ? folder : null
}

function setEnvironment({ bindingFile, threads, xla }: TensorFlowOptions): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  const cuda = cudaFolder(bindingFile)
  if (cuda !== null) {
    process.env.XLA_FLAGS = `--xla_gpu_cuda_data_dir=${cuda}`
    // Sums over equal indices are otherwise in the order of chance, and no run repeats.
    process.env.TF_DETERMINISTIC_OPS = '1'
  }
  if (threads > 0) {
    process.env.TF_NUM_INTRAOP_THREADS = String(threads)
    process.env.TF_NUM_INTEROP_THREADS = '1'
  }
  if (xla) process.env.TF_XLA_FLAGS = '--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit'
}

/** The current tfjs backend as tfjs-node's. Throws `runtime/unusable` where another one is current. */
export function nodeBackend(): NodeBackend & tf.KernelBackend {
  const backend = tf.backend()
  if (tf.getBackend() !== 'tensorflow' || !('binding' in backend)) {
    throw new GrokscopeError('runtime/unusable', `TensorFlow is not the current backend but ${tf.getBackend()}`)
  }
  return backend as NodeBackend & tf.KernelBackend
}

/**
 * Loads libtensorflow into this process and makes it tfjs's backend; returns TensorFlow's version.
 * The options are read once by the library, so a process can load it with one set only. Throws `runtime/unusable`.
 */
export function loadTensorFlow(options: TensorFlowOptions): { version: string; gpu: boolean } {
  setEnvironment(options)
  restoreRemovedUtilities()
  if (options.bindingFile !== null) answerWithBinding(options.bindingFile)
  try {
    require(packageName)
  } catch (error) {
    throw new GrokscopeError('runtime/unusable', `TensorFlow does not load: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { binding } = nodeBackend()
  return { version: binding.TF_Version, gpu: binding.isUsingGpuDevice() }
}
