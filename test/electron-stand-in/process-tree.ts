import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

interface Row { pid: number; parent: number; state: string }

async function allProcesses(): Promise<Row[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,stat='])
  return stdout.trim().split('\n').map((line) => {
    const [pid = '', parent = '', state = ''] = line.trim().split(/\s+/)
    return { pid: Number(pid), parent: Number(parent), state }
  })
}

/** A process and everything below it; Chromium of the stand-in included. */
export async function processTree(root: number | undefined): Promise<number[]> {
  if (root === undefined) return []
  const processes = await allProcesses()
  const found = [root]
  for (const pid of found) found.push(...processes.filter(({ parent }) => parent === pid).map((process) => process.pid))
  return found
}

/** Those of them that still run. One that ended and that nobody has collected yet does not. */
export async function stillRunning(pids: readonly number[]): Promise<number[]> {
  return (await allProcesses()).filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z')).map(({ pid }) => pid)
}
