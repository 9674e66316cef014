import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import path from 'node:path'
import type { Command } from 'commander'
import { toWireError } from '../../../shared/errors.ts'
import { applicationVersion } from '../../../shared/version.ts'
import { defaultDataFolder, defaultRuntimeFolder, runtimeStatus } from '../../runtime/index.ts'
import { thisMachine } from '../../workbench/machine.ts'
import { localFolders } from '../../workbench/open-local.ts'
import { common, type Context } from '../context.ts'
import { withSession, type SessionOptions } from '../session.ts'

interface Finding {
  subject: string
  /** `bad` ends the command with status 1. */
  level: 'good' | 'fair' | 'bad'
  text: string
}

function programFound(names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  const candidates = names.flatMap((name) => folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))))
  return candidates.find((candidate) => existsSync(candidate)) ?? null
}

function electronFound(): boolean {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  return existsSync(path.join(folder, 'path.txt'))
}

function machineFindings(): Finding[] {
  const { processors, memoryBytes, platform } = thisMachine()
  const [first] = cpus()
  const python = spawnSync('python3', ['-m', 'pip', '--version'], { encoding: 'utf8' })
  const browser = programFound(['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge', 'firefox'])
  return [
    { subject: 'Grokscope', level: 'good', text: applicationVersion },
    { subject: 'machine', level: 'good', text: `${platform}, ${processors} processors (${first?.model.trim() ?? 'unknown'}), ${(memoryBytes / 2 ** 30).toFixed(1)} GiB` },
    { subject: 'Node', level: Number(process.versions.node.split('.')[0]) >= 22 ? 'good' : 'bad', text: `${process.versions.node} (${process.execPath})` },
    { subject: 'Python pip', level: python.status === 0 ? 'good' : 'fair', text: python.status === 0 ? python.stdout.trim() : 'not found; needed to install TensorFlow' },
    { subject: 'Electron', level: electronFound() ? 'good' : 'fair', text: electronFound() ? 'binary found' : 'binary not found; the browser shell is used' },
    { subject: 'browser', level: browser === null ? 'fair' : 'good', text: browser ?? 'none found on the path' },
    existsSync(path.join(localFolders.renderer, 'index.html'))
      ? { subject: 'interface', level: 'good', text: 'built' }
      : { subject: 'interface', level: 'fair', text: 'not built; run "npm run build"' }
  ]
}

async function runtimeFinding(): Promise<Finding> {
  const { usable, library, device, reason } = await runtimeStatus(defaultRuntimeFolder())
  return { subject: 'training', level: usable === 'tensorflow' ? 'good' : 'fair', text: `${library}, ${device}${reason === null ? '' : ` (${reason})`}` }
}

async function storeFindings(options: SessionOptions): Promise<Finding[]> {
  const folder = path.resolve(options.home ?? defaultDataFolder())
  try {
    return await withSession(options, async ({ call }) => {
      const { storeBytes, readOnly } = await call('app.info', {})
      const { ok, findings } = await call('app.check', {})
      const runs = await call('runs.list', {})
      return [
        { subject: 'data folder', level: readOnly === null ? 'good' : 'fair', text: `${folder}, ${readOnly ?? 'writable'}` },
        { subject: 'store', level: ok ? 'good' : 'bad', text: ok ? `sound: ${runs.length} runs, ${(storeBytes / 2 ** 20).toFixed(1)} MiB` : findings.join('; ') }
      ]
    })
  } catch (error) {
    return [{ subject: 'data folder', level: 'bad', text: `${folder}: ${toWireError(error).message}` }]
  }
}

const marks = { good: ' ok ', fair: 'note', bad: 'FAIL' } as const

/** doctor. */
export function addDoctorCommand(program: Command, context: Context): void {
  common(program.command('doctor'))
    .summary('report on the machine and the store')
    .description('Reports on the machine, TensorFlow, the data folder and the store\'s soundness. Ends with 1 where something must be mended.')
    .action(context.act(async (output, { home }: { home?: string }) => {
      const findings = [...machineFindings(), await runtimeFinding(), ...await storeFindings({ home: home ?? null, access: 'any', output })]
      for (const finding of findings) {
        output.event(finding)
        output.text(`[${marks[finding.level]}] ${finding.subject}: ${finding.text}`)
      }
      return findings.some((finding) => finding.level === 'bad') ? 1 : 0
    }))
}
