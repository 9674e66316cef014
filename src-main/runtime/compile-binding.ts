import { createRequire } from 'node:module'
import path from 'node:path'
import { GrokscopeError } from '../../shared/errors.ts'
import { runCommand } from './command.ts'

const require = createRequire(import.meta.url)
const compilers = process.platform === 'darwin' ? ['clang++', 'g++'] : ['g++', 'clang++', 'c++']

/** A package's folder; inside a packed application, its copy outside the archive, which a compiler can read. */
function packageFolder(name: string): string {
  const folder = path.dirname(require.resolve(`${name}/package.json`))
  return folder.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`)
}

function linkArguments(folder: string): string[] {
  if (process.platform === 'darwin') {
    return ['-undefined', 'dynamic_lookup', path.join(folder, 'libtensorflow_cc.2.dylib'), path.join(folder, 'libtensorflow_framework.2.dylib'), '-Wl,-rpath,@loader_path']
  }
  return [`-L${folder}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2', '-Wl,-rpath,$ORIGIN']
}

/**
 * Compiles tfjs-node-gpu's addon against the libraries and headers in `folder`, into `output` beside them.
 * Throws `runtime/install-failed` where no C++ compiler is found or the compiler fails.
 */
export async function compileBinding(folder: string, output: string, signal?: AbortSignal): Promise<void> {
  const source = packageFolder('@tensorflow/tfjs-node-gpu')
  const common = ['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8',
    `-I${path.join(folder, 'include')}`, `-I${path.join(packageFolder('node-api-headers'), 'include')}`, `-I${source}`,
    path.join(source, 'binding', 'tfjs_backend.cc'), path.join(source, 'binding', 'tfjs_binding.cc'),
    ...linkArguments(folder), '-o', output]
  let last = 'none was found'
  for (const compiler of compilers) {
    const { code, output: printed } = await runCommand(compiler, common, { signal })
    if (code === 0) return
    if (code !== null) last = `${compiler}: ${printed.trim().split('\n').slice(0, 4).join(' ')}`
  }
  throw new GrokscopeError('runtime/install-failed', `the binding could not be compiled with a C++ compiler (${last}). Install g++ or clang++, then repeat.`)
}
