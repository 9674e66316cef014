import { createRequire } from 'node:module'
import path from 'node:path'
import { GrokscopeError } from '../../shared/errors.ts'
import { runCommand } from './command.ts'

const require = createRequire(import.meta.url)

/** libtensorflow that tfjs-node-gpu 4.22 downloads by itself. */
export const packagedTensorFlowVersion = '2.9.1'

/**
 * Runs tfjs-node-gpu's own installer, which downloads libtensorflow and a built addon into the package's folder: what is left
 * where pip's wheel does not serve, as on Windows. Throws `runtime/install-failed`.
 */
export async function runPackageInstaller(signal?: AbortSignal): Promise<void> {
  const folder = path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'))
  const { code, output } = await runCommand(process.execPath, [path.join(folder, 'scripts', 'install.js'), 'gpu', 'download'], { signal, workingFolder: folder })
  if (code === 0 && !/error/i.test(output)) return
  throw new GrokscopeError('runtime/install-failed', `tfjs-node-gpu's own installer failed: ${output.trim().split('\n').at(-1) ?? `status ${code}`}`)
}
