import { availableParallelism, totalmem } from 'node:os'
import type { Settings } from '../../shared/settings.ts'

export interface Machine {
  processors: number
  memoryBytes: number
  platform: string
}

export function thisMachine(): Machine {
  return { processors: availableParallelism(), memoryBytes: totalmem(), platform: `${process.platform} ${process.arch}` }
}

const processorsPerRun = 4
const memoryPerRun = 2 * 2 ** 30

/** How many runs train at once: the setting, else one per four processors, as far as memory reaches. */
export function concurrentRuns(settings: Settings, machine: Machine): number {
  if (settings.concurrentRuns > 0) return settings.concurrentRuns
  const byProcessors = Math.floor(machine.processors / processorsPerRun)
  const byMemory = Math.floor(machine.memoryBytes / memoryPerRun)
  return Math.max(1, Math.min(byProcessors, byMemory, 8))
}

/** Threads of each run: the setting, else the processors shared out evenly. */
export function threadsPerRun(settings: Settings, machine: Machine): number {
  if (settings.threadsPerRun > 0) return settings.threadsPerRun
  return Math.max(1, Math.floor(machine.processors / concurrentRuns(settings, machine)))
}

/** What a trainer's process is told of its threads. */
export function threadEnvironment(threads: number): Record<string, string> {
  return { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(Math.min(2, threads)), TF_CPP_MIN_LOG_LEVEL: '2' }
}
