import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const requirements = ['torch==2.15.0', 'jax==0.10.2', 'numpy']

/** The folder with PyTorch and JAX, installed by pip into the user's cache the first time. */
export function installPeers(): string {
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'grokscope')
  const folder = path.join(cache, 'bench-peers-2.15.0-0.10.2')
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  console.log(`Installing ${requirements.join(', ')} to ${folder} (about 6 GB, once) …`)
  const partial = `${folder}.partial`
  rmSync(partial, { recursive: true, force: true })
  execFileSync('python3', ['-m', 'pip', 'install', '--quiet', '--target', partial, ...requirements], { stdio: ['ignore', 'inherit', 'inherit'] })
  renameSync(partial, folder)
  return folder
}
