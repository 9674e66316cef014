import { GrokscopeError } from '../../shared/errors.ts'
import type { RuntimeStatus } from '../../shared/rpc.ts'
import { defaultRuntimeFolder } from './folder.ts'
import { installTensorFlow, type InstallOptions } from './install.ts'
import { installationAt } from './layout.ts'
import { inspectInstallation } from './manifest.ts'
import { runPackageInstaller } from './package-installer.ts'
import { runSelfTest, type SelfTest } from './run-self-test.ts'
import { findTensorFlow, runtimeStatus } from './status.ts'

export { defaultDataFolder, defaultRuntimeFolder } from './folder.ts'
export type { InstallProgress } from './install.ts'
export type { SelfTest } from './run-self-test.ts'
export { runtimeStatus } from './status.ts'

async function installAnyhow(folder: string, options: InstallOptions): Promise<void> {
  try {
    await installTensorFlow(folder, options)
  } catch (error) {
    const mayTryOther = error instanceof GrokscopeError && error.code === 'runtime/install-failed' && options.signal?.aborted !== true
    if (!mayTryOther) throw error
    options.onProgress?.({ stage: 'download', fraction: null, message: 'trying the installer of tfjs-node-gpu' })
    await runPackageInstaller(options.signal).catch((second: unknown) => {
      throw new GrokscopeError('runtime/install-failed', `${error.message} ${second instanceof Error ? second.message : String(second)}`)
    })
    await (options.selfTest ?? runSelfTest)(null, options.signal)
  }
}

/**
 * Installs or repairs TensorFlow, out of pip's wheel or else by tfjs-node-gpu's own installer, and says what training would use then.
 * Throws as `installTensorFlow` does.
 */
export async function installRuntime(
  folder: string = defaultRuntimeFolder(), onProgress?: InstallOptions['onProgress'], signal?: AbortSignal, selfTest: SelfTest = runSelfTest
): Promise<RuntimeStatus> {
  await installAnyhow(folder, { onProgress, signal, selfTest })
  return runtimeStatus(folder)
}

/** Hashes every file of what is in use and runs the self-test; findings are empty where all is well. */
export async function checkRuntime(
  folder: string = defaultRuntimeFolder(), selfTest: SelfTest = runSelfTest, signal?: AbortSignal
): Promise<{ status: RuntimeStatus; findings: string[] }> {
  const status = await runtimeStatus(folder)
  const found = await findTensorFlow(folder)
  if ('reason' in found) return { status, findings: [found.reason] }
  const findings: string[] = []
  if (found.bindingFile !== null) {
    const fault = await inspectInstallation(installationAt(folder, found.variant), true)
    if (fault !== null) findings.push(fault)
  }
  await selfTest(found.bindingFile, signal).catch((error: unknown) => {
    findings.push(error instanceof Error ? error.message : String(error))
  })
  return { status, findings }
}
