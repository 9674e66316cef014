import { registerGradients } from '../../src-main/lab/primitives/gradients.ts'
import { loadBackend } from '../../src-main/runtime/load.ts'

/** Every backend that the lab has to be right on. */
export const backends = ['tensorflow', 'portable'] as const
export type BackendName = (typeof backends)[number]

/** Loads a backend into this test process and makes it current, eager, on one thread. */
export async function useBackend(backend: BackendName): Promise<void> {
  await loadBackend({ backend, threads: 1, xla: false })
  registerGradients()
}
