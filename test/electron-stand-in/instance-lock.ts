import { existsSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const lockName = 'stand-in.lock'
const noticePrefix = 'second-instance-'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

/** True for the first process on this folder; a later one leaves its arguments there, for `onSecond` of the first. */
export function claimLock(folder: string, onSecond: (argv: string[]) => void): boolean {
  const lock = join(folder, lockName)
  if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
    writeFileSync(join(folder, `${noticePrefix}${process.pid}.json`), JSON.stringify(process.argv))
    return false
  }
  writeFileSync(lock, String(process.pid))
  watch(folder, () => {
    for (const name of readdirSync(folder).filter((entry) => entry.startsWith(noticePrefix))) {
      const argv = readFileSync(join(folder, name), 'utf8')
      if (argv === '') continue
      rmSync(join(folder, name), { force: true })
      onSecond(JSON.parse(argv) as string[])
    }
  }).unref()
  return true
}
