import { spawn } from 'node:child_process'
import { _electron, type ElectronApplication } from 'playwright-core'
import { processTree } from './process-tree.ts'
import { projectFolder, type LaunchOptions, type Shell, type ShellKind, type Work } from './shell.ts'

function switches(home: string): string[] {
  // Chromium has no sandbox of its own for root; the application itself never asks for this.
  return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), projectFolder, '--home', home]
}

/** A real Electron. */
export function electronShell(executablePath: string): ShellKind {
  const launch = async ({ home, environment }: LaunchOptions): Promise<Shell> => {
    const application = await _electron.launch({ executablePath, args: switches(home), env: { ...definedEnvironment(), ...environment } })
    const main = application.process()
    const exited = new Promise<number | null>((resolve) => main.once('exit', resolve))
    const page = await application.firstWindow()
    return {
      page, home, exited,
      evaluate: (work, argument) => evaluateIn(application, work, argument),
      processes: () => processTree(main.pid),
      interrupt: () => void main.kill('SIGINT'),
      stop: () => application.close()
    }
  }
  return {
    name: 'a real Electron',
    launch,
    async launchInVain(options) {
      const process = spawn(executablePath, switches(options.home), { stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [process.stdout, process.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString() })
      const code = await new Promise<number | null>((resolve) => process.once('close', resolve))
      return { code, output }
    }
  }
}

/** Playwright's function has the same meaning, with types of its own. */
function evaluateIn<Result, Argument>(application: ElectronApplication, work: Work<Result, Argument>, argument: Argument): Promise<Result> {
  return application.evaluate<Result, Argument>(work as Parameters<typeof application.evaluate<Result, Argument>>[0], argument)
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
