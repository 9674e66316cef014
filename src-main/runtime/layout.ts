import path from 'node:path'

/** libtensorflow comes out of this release of pip's wheel. */
export const tensorFlowVersion = '2.21.0'
/** Raised when the way of building changes, so that old installations are replaced. */
const installationRevision = 1

export type Variant = 'cpu' | 'cuda'

/** Files of one installation. The CUDA libraries lie in `nvidia/` beside `tensorflow/`, where the wheel's run path looks. */
export interface Installation {
  folder: string
  libraryFolder: string
  bindingFile: string
  manifestFile: string
}

/** An installation's files, in any folder, also in one that is still being filled. */
export function installationIn(folder: string): Installation {
  const libraryFolder = path.join(folder, 'tensorflow')
  return { folder, libraryFolder, bindingFile: path.join(libraryFolder, 'tfjs_binding.node'), manifestFile: path.join(folder, 'manifest.json') }
}

/** Where the installation of a variant lies within the runtime folder. */
export function installationAt(runtimeFolder: string, variant: Variant): Installation {
  return installationIn(path.join(runtimeFolder, `tensorflow-${tensorFlowVersion}-${variant}-r${installationRevision}`))
}
