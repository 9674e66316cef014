import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { RuntimeStatus } from '../../shared/rpc.ts'
import { defaultRuntimeFolder } from './folder.ts'
import { installationAt, tensorFlowVersion, type Installation, type Variant } from './layout.ts'
import { inspectInstallation } from './manifest.ts'
import { packagedTensorFlowVersion } from './package-installer.ts'
import { wantedVariant } from './platform.ts'

const require = createRequire(import.meta.url)
const packageVersion = (name: string): string => (require(`${name}/package.json`) as { version: string }).version

/** Where TensorFlow would be loaded from: an installation of ours, or tfjs-node-gpu's own folder (null). */
export interface FoundTensorFlow {
  bindingFile: string | null
  variant: Variant
}

/** True where tfjs-node-gpu's own installer has put an addon and its libraries into the package's folder. */
function hasOwnBinding(): boolean {
  const folder = path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'))
  return existsSync(path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node')) && existsSync(path.join(folder, 'deps', 'lib'))
}

async function findIn(runtimeFolder: string, variant: Variant): Promise<{ installation: Installation; fault: string | null }> {
  const installation = installationAt(runtimeFolder, variant)
  return { installation, fault: await inspectInstallation(installation, false) }
}

/**
 * Finds a sound TensorFlow: tfjs-node-gpu's own, then an installation in `runtimeFolder` (on a machine with an NVIDIA card the CUDA one first).
 * Otherwise says why there is none. Nothing is loaded.
 */
export async function findTensorFlow(runtimeFolder: string = defaultRuntimeFolder()): Promise<FoundTensorFlow | { reason: string }> {
  const wanted = await wantedVariant()
  if (hasOwnBinding()) return { bindingFile: null, variant: wanted }
  const faults: string[] = []
  for (const variant of new Set<Variant>([wanted, 'cpu', 'cuda'])) {
    const { installation, fault } = await findIn(runtimeFolder, variant)
    if (fault === null) return { bindingFile: installation.bindingFile, variant }
    if (fault !== 'absent') faults.push(`the installation in ${installation.folder} is damaged: ${fault}`)
  }
  return { reason: faults[0] ?? 'TensorFlow is not installed' }
}

/** The portable library's name, for people. */
export function portableLibrary(): string {
  return `tfjs-backend-wasm ${packageVersion('@tensorflow/tfjs-backend-wasm')}`
}

/** TensorFlow's name with its version, for people. */
export function tensorFlowLibrary(version: string): string {
  return `libtensorflow ${version} (tfjs-node-gpu ${packageVersion('@tensorflow/tfjs-node-gpu')})`
}

const slower = 'runs use the portable backend, which is several times slower'

/** What training would use now, and why. */
export async function runtimeStatus(runtimeFolder: string = defaultRuntimeFolder()): Promise<RuntimeStatus> {
  const found = await findTensorFlow(runtimeFolder)
  if ('reason' in found) {
    return { usable: 'portable', library: portableLibrary(), device: 'CPU, one core', reason: `${found.reason}; ${slower}`, installing: false }
  }
  const version = found.bindingFile === null ? packagedTensorFlowVersion : tensorFlowVersion
  return { usable: 'tensorflow', library: tensorFlowLibrary(version), device: found.variant === 'cuda' ? 'NVIDIA GPU' : 'CPU', reason: null, installing: false }
}
