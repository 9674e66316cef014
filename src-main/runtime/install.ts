import { access, chmod, constants, mkdir, mkdtemp, readdir, rename, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { GrokscopeError } from '../../shared/errors.ts'
import { compileBinding, systemCompilers, type Compiler } from './compile-binding.ts'
import { installationAt, installationIn, tensorFlowVersion, type Installation, type Variant } from './layout.ts'
import { writeManifest } from './manifest.ts'
import { wantedVariant, wheelPlatformTags, wheelRequirement, zigRequirement } from './platform.ts'
import { runSelfTest, type SelfTest } from './run-self-test.ts'
import { downloadWheel, readWheelRequirements, unpackWheel } from './wheel.ts'

export interface InstallProgress {
  stage: 'download' | 'unpack' | 'compile' | 'test'
  /** 0 … 1, or null while unknown. */
  fraction: number | null
  message: string
}

export interface InstallOptions {
  variant?: Variant
  onProgress?: (progress: InstallProgress) => void
  signal?: AbortSignal
  /** How the self-test is run; by a process of plain Node unless told otherwise. */
  selfTest?: SelfTest
  /** C++ compilers to try before Zig's is fetched; those of the machine unless told otherwise. */
  compilers?: readonly Compiler[]
}

const neededBytes: Record<Variant, number> = { cpu: 1.4e9, cuda: 9e9 }
const headers = /^tensorflow\/include\/(tensorflow\/c|tensorflow\/core\/platform|tsl\/platform|xla\/tsl\/c)\/.*\.h$/
const libraries = /^tensorflow\/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$/

const renameTensorFlow = (entry: string): string | null => {
  if (libraries.test(entry)) return entry
  return headers.test(entry) ? entry : null
}

const renameNvidia = (entry: string): string | null => (entry.startsWith('nvidia/') && !entry.endsWith('.py') ? entry : null)

/** pip prints `Progress 1234 of 5678` with `--progress-bar raw`. */
function downloadFraction(line: string): number | null {
  const match = /^Progress (\d+) of (\d+)/.exec(line)
  return match === null ? null : Number(match[1]) / Number(match[2])
}

async function prepareFolder(runtimeFolder: string, variant: Variant): Promise<void> {
  try {
    await mkdir(runtimeFolder, { recursive: true })
    await access(runtimeFolder, constants.W_OK)
  } catch (error) {
    throw new GrokscopeError('file/unwritable', `TensorFlow cannot be installed to ${runtimeFolder}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { bavail, bsize } = await statfs(runtimeFolder)
  if (bavail * bsize < neededBytes[variant]) {
    throw new GrokscopeError('disk/full', `TensorFlow needs ${(neededBytes[variant] / 1e9).toFixed(1)} GB free in ${runtimeFolder}; ${(bavail * bsize / 1e9).toFixed(1)} GB are.`)
  }
}

class Installer {
  private readonly variant: Variant
  private readonly work: Installation
  private readonly wheels: string
  private readonly options: InstallOptions

  constructor(variant: Variant, workFolder: string, options: InstallOptions) {
    this.variant = variant
    this.work = installationIn(path.join(workFolder, 'installation'))
    this.wheels = path.join(workFolder, 'wheels')
    this.options = options
  }

  async run(): Promise<Installation> {
    const wheel = await this.fetch(wheelRequirement(this.variant), 'libtensorflow', renameTensorFlow)
    if (this.variant === 'cuda') {
      for (const requirement of await readWheelRequirements(wheel, /^nvidia-/)) await this.fetch(requirement, requirement.split(/[<>=!~]/)[0], renameNvidia)
    }
    await this.compile()
    this.report('test', null, 'testing the installation')
    await (this.options.selfTest ?? runSelfTest)(this.work.bindingFile, this.options.signal)
    const names = (await readdir(this.work.folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.h'))
      .map((entry) => path.relative(this.work.folder, path.join(entry.parentPath, entry.name)))
    await writeManifest(this.work.folder, this.work.manifestFile, names.sort())
    return this.work
  }

  /** By the machine's compiler, or else by Zig's, which comes by pip as TensorFlow does. */
  private async compile(): Promise<void> {
    const { signal, compilers = systemCompilers } = this.options
    const { libraryFolder, bindingFile } = this.work
    this.report('compile', null, 'compiling the binding')
    const reason = await compileBinding(libraryFolder, bindingFile, { compilers, signal })
    if (reason === null) return
    const zig = await this.fetchZig(reason)
    this.report('compile', null, 'compiling the binding with Zig')
    const second = await compileBinding(libraryFolder, bindingFile, { compilers: [zig], signal })
    if (second === null) return
    throw new GrokscopeError('runtime/install-failed', `the binding could not be compiled (${reason}; ${second}). Install g++ or clang++, then repeat.`)
  }

  private async fetchZig(reason: string): Promise<Compiler> {
    const folder = path.join(this.wheels, 'zig')
    try {
      await this.fetch(zigRequirement, 'a C++ compiler', (entry) => (entry.startsWith('ziglang/') ? entry : null), folder)
    } catch (error) {
      const second = error instanceof Error ? error.message : String(error)
      throw new GrokscopeError('runtime/install-failed', `the binding needs a C++ compiler (${reason}; ${second}). Install g++ or clang++, then repeat.`)
    }
    const program = path.join(folder, 'ziglang', process.platform === 'win32' ? 'zig.exe' : 'zig')
    await chmod(program, 0o755)
    return { program, arguments: ['c++'], environment: { ZIG_GLOBAL_CACHE_DIR: path.join(folder, 'cache'), ZIG_LOCAL_CACHE_DIR: path.join(folder, 'cache') } }
  }

  private async fetch(requirement: string, label: string, choose: (entry: string) => string | null, folder = this.work.folder): Promise<string> {
    const platforms = wheelPlatformTags()
    if (platforms === null) throw new GrokscopeError('runtime/install-failed', `pip has no TensorFlow library for ${process.platform} ${process.arch}`)
    this.report('download', 0, `downloading ${label}`)
    const wheel = await downloadWheel({
      requirement, platforms, folder: path.join(this.wheels, requirement.replace(/[^\w.-]/g, '_')), signal: this.options.signal,
      onLine: (line) => {
        const fraction = downloadFraction(line)
        if (fraction !== null) this.report('download', fraction, `downloading ${label}`)
      }
    })
    await unpackWheel({
      wheel, folder, rename: choose,
      onProgress: (written, total) => { this.report('unpack', written / total, `unpacking ${label}`) }
    })
    this.options.signal?.throwIfAborted()
    return wheel
  }

  private report(stage: InstallProgress['stage'], fraction: number | null, message: string): void {
    this.options.onProgress?.({ stage, fraction, message })
  }
}

/** Leftovers of installations that were cut off, and of other releases. */
async function sweep(runtimeFolder: string, keep: string): Promise<void> {
  const names = await readdir(runtimeFolder)
  const stale = names.filter((name) => (name.startsWith('installing-') || name.startsWith(`tensorflow-`)) && name !== path.basename(keep))
  await Promise.all(stale.map((name) => rm(path.join(runtimeFolder, name), { recursive: true, force: true })))
}

/**
 * Installs libtensorflow out of pip's wheel and compiles the binding against it, in a folder of its own that gets its
 * final name last: what is cut off is never used. Replaces what lies there. Throws `runtime/install-failed`, `disk/full`,
 * `file/unwritable`.
 */
export async function installTensorFlow(runtimeFolder: string, options: InstallOptions = {}): Promise<Installation> {
  const variant = options.variant ?? await wantedVariant()
  await prepareFolder(runtimeFolder, variant)
  const workFolder = await mkdtemp(path.join(runtimeFolder, 'installing-'))
  const target = installationAt(runtimeFolder, variant)
  try {
    const built = await new Installer(variant, workFolder, options).run()
    await rm(target.folder, { recursive: true, force: true })
    await rename(built.folder, target.folder)
  } catch (error) {
    if (options.signal?.aborted === true) throw new GrokscopeError('runtime/install-failed', `the installation of TensorFlow ${tensorFlowVersion} was cancelled; nothing was changed`)
    throw error
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
  await sweep(runtimeFolder, target.folder)
  return target
}
