import { runCommandLine } from '../cli/program.ts'
import { defaultRuntimeFolder, runtimeStatus } from '../runtime/index.ts'

export type Say = (line: string) => void

/** Installs TensorFlow where nothing works yet, and says what runs are trained with where that is not TensorFlow. */
export async function prepareRuntime(say: Say): Promise<void> {
  const folder = defaultRuntimeFolder()
  if ((await runtimeStatus(folder)).usable === 'tensorflow') return
  say('Installing TensorFlow (once; a few minutes) …')
  await runCommandLine(['runtime', 'install'])
  const { usable, reason } = await runtimeStatus(folder)
  if (usable === 'portable') say(`Runs train with the portable backend: ${reason ?? 'TensorFlow cannot be used'}. "npm run grokscope -- runtime install" tries again.`)
}
