import path from 'node:path'
import { parseArgs } from 'node:util'
import { runCommandLine } from '../cli/program.ts'
import { buildPage, buildShell } from './build.ts'
import { findElectron } from './electron-binary.ts'
import { prepareRuntime } from './prepare-runtime.ts'
import { runElectron } from './run-electron.ts'
import { chooseShell } from './shell-policy.ts'

// `npm start`: everything that has to be there, then the workbench in a window or in the browser.

const usage = 'npm start -- [--home DIR] [--port N] [--browser]'
const say = (line: string) => void process.stderr.write(`${line}\n`)

interface Options { home?: string; port?: string; browser?: boolean }

function readOptions(words: readonly string[]): Options | null {
  try {
    return parseArgs({ args: [...words], options: { home: { type: 'string' }, port: { type: 'string' }, browser: { type: 'boolean' } } }).values
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return null
  }
}

async function build(work: () => Promise<boolean>): Promise<void> {
  const startedAt = Date.now()
  if (await work()) say(`Built the interface in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
}

async function openInBrowser({ home, port }: Options, reason: string): Promise<number> {
  await build(buildPage)
  say(`Grokscope opens in the browser because ${reason}.`)
  return runCommandLine(['serve', ...(home === undefined ? [] : ['--home', home]), ...(port === undefined ? [] : ['--port', port])])
}

async function open(options: Options): Promise<number> {
  const choice = chooseShell({
    binary: findElectron(), platform: process.platform, environment: process.env,
    isRoot: process.getuid?.() === 0, wantsBrowser: options.browser === true
  })
  if (choice.kind === 'browser') return openInBrowser(options, choice.reason)
  await build(buildShell)
  const ending = await runElectron(choice.binary, options.home === undefined ? [] : ['--home', path.resolve(options.home)])
  return ending.kind === 'ended' ? ending.status : openInBrowser(options, `Electron could not start here (${ending.reason})`)
}

async function start(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options === null) return 2
  // Until a shell is open, Ctrl-C ends everything; an installation that is under way clears up first.
  let isInterrupted = false
  const interrupt = () => {
    isInterrupted = true
  }
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  await prepareRuntime(say)
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  return isInterrupted ? 130 : open(options)
}

process.exitCode = await start()
