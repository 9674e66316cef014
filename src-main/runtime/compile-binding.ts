import { createRequire } from 'node:module'
import path from 'node:path'
import { runCommand } from './command.ts'

const require = createRequire(import.meta.url)

/** A C++ compiler as it is called: `g++`, or Zig's. */
export interface Compiler {
  program: string
  arguments: readonly string[]
  environment: Record<string, string>
}

/** What a machine that builds software has. */
export const systemCompilers: readonly Compiler[] = (process.platform === 'darwin' ? ['clang++', 'g++'] : ['g++', 'clang++', 'c++'])
  .map((program) => ({ program, arguments: [], environment: {} }))

/** A package's folder; inside a packed application, its copy outside the archive, which a compiler can read. */
function packageFolder(name: string): string {
  const folder = path.dirname(require.resolve(`${name}/package.json`))
  return folder.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`)
}

function linkArguments(folder: string): string[] {
  const library = (name: string): string => path.join(folder, process.platform === 'darwin' ? `${name}.2.dylib` : `${name}.so.2`)
  const libraries = [library('libtensorflow_cc'), library('libtensorflow_framework')]
  return process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup', ...libraries, '-Wl,-rpath,@loader_path'] : [...libraries, '-Wl,-rpath,$ORIGIN']
}

/**
 * Compiles tfjs-node-gpu's addon against the libraries and headers in `folder`, into `output` beside them, by the first compiler that can.
 * Answers null, or why none could: what the last one printed, or that none is there.
 */
export async function compileBinding(
  folder: string, output: string, options: { compilers: readonly Compiler[]; signal?: AbortSignal }
): Promise<string | null> {
  const source = packageFolder('@tensorflow/tfjs-node-gpu')
  const common = ['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8',
    `-I${path.join(folder, 'include')}`, `-I${path.join(packageFolder('node-api-headers'), 'include')}`, `-I${source}`,
    path.join(source, 'binding', 'tfjs_backend.cc'), path.join(source, 'binding', 'tfjs_binding.cc'),
    ...linkArguments(folder), '-o', output]
  let reason = 'no C++ compiler is installed'
  for (const { program, arguments: leading, environment } of options.compilers) {
    const { code, output: printed } = await runCommand(program, [...leading, ...common], { signal: options.signal, environment })
    if (code === 0) return null
    if (code !== null) reason = `${program}: ${printed.trim().split('\n').slice(0, 4).join(' ')}`
  }
  return reason
}
