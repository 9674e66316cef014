import os from 'node:os'
import path from 'node:path'

function platformDataFolder(): string {
  if (process.platform === 'win32') return path.join(process.env.APPDATA ?? path.join(os.homedir(), 'AppData', 'Roaming'), 'Grokscope')
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Application Support', 'Grokscope')
  return path.join(process.env.XDG_DATA_HOME ?? path.join(os.homedir(), '.local', 'share'), 'grokscope')
}

/** The user's data folder where neither `--home` nor GROKSCOPE_HOME names one. */
export function defaultDataFolder(): string {
  return process.env.GROKSCOPE_HOME ?? platformDataFolder()
}

/**
 * Where TensorFlow is installed: one cache for all data folders, since it holds 850 MB and no data of the user.
 * GROKSCOPE_RUNTIME names another place.
 */
export function defaultRuntimeFolder(): string {
  return process.env.GROKSCOPE_RUNTIME ?? path.join(platformDataFolder(), 'runtime')
}
