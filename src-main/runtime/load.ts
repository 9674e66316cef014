import os from 'node:os'
import type { ComputeEnvironment } from '../../shared/run.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Executor, Program } from '../../shared/program.ts'
import { compile } from './compiled-executor.ts'
import { runEagerly } from './eager-executor.ts'
import { defaultRuntimeFolder } from './folder.ts'
import { loadPortable } from './portable.ts'
import { findTensorFlow, portableLibrary, tensorFlowLibrary } from './status.ts'
import { loadTensorFlow } from './tensorflow.ts'

export interface BackendRequest {
  /** `automatic` takes TensorFlow where it is installed and sound, else the portable backend. */
  backend: 'automatic' | 'tensorflow' | 'portable'
  /** Threads of one op; 0: one per processor. */
  threads: number
  runtimeFolder?: string
  /** Compiles graphs through XLA; only TensorFlow can. */
  xla: boolean
}

export interface LoadedBackend {
  environment: Omit<ComputeEnvironment, 'application'>
  /** The executor that suits the backend: compiled on TensorFlow, op by op on the portable one. */
  execute(program: Program): Executor
}

async function portable(): Promise<LoadedBackend> {
  await loadPortable()
  return {
    environment: { backend: 'portable', library: portableLibrary(), device: 'CPU', threads: 1, xla: false },
    execute: runEagerly
  }
}

/** Loads the backend that a run asks for into this process. Throws `runtime/unusable` where TensorFlow is asked for and cannot be had. */
export async function loadBackend(request: BackendRequest): Promise<LoadedBackend> {
  if (request.backend === 'portable') return portable()
  const found = await findTensorFlow(request.runtimeFolder ?? defaultRuntimeFolder())
  if ('reason' in found) {
    if (request.backend === 'automatic') return portable()
    throw new GrokscopeError('runtime/unusable', `${found.reason}. Run \`grokscope runtime install\`, or choose the portable backend.`)
  }
  const threads = request.threads > 0 ? request.threads : os.availableParallelism()
  const { gpu, version } = loadTensorFlow({ bindingFile: found.bindingFile, threads, xla: request.xla })
  return {
    environment: { backend: 'tensorflow', library: tensorFlowLibrary(version), device: gpu ? 'GPU' : 'CPU', threads, xla: request.xla },
    execute: (program) => compile(program, request.xla)
  }
}
