import { app, crashReporter, session, type BrowserWindow } from 'electron'
import { mkdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { GrokscopeError } from '../../shared/errors.ts'
import { registerApplicationScheme, serveApplication } from './app-protocol.ts'
import { chooseImport, saveExport, showStartFailure } from './dialogs.ts'
import { claimSingleInstance, recoverFromCrashes, restartOrQuit, Shutdown, watchAnswering } from './lifecycle.ts'
import { installMenu } from './menu.ts'
import { MessageRouter } from './message-router.ts'
import { Processes } from './processes.ts'
import { guardContents, guardSession } from './session-guard.ts'
import { readStartOptions, userDataFolder } from './start-options.ts'
import { openWindow } from './window.ts'

const folder = import.meta.dirname
const rendererFolder = join(folder, '..', 'renderer')
const { home } = readStartOptions(process.argv.slice(app.isPackaged ? 1 : 2), process.env)

app.setName('Grokscope')
useFolder(userDataFolder(home, app.getPath('appData')))
app.enableSandbox()
// Dumps stay on this machine.
crashReporter.start({ uploadToServer: false })
registerApplicationScheme()

let window: BrowserWindow | null = null

if (claimSingleInstance(() => window)) {
  app.whenReady().then(run).catch((error: unknown) => {
    showStartFailure(error instanceof GrokscopeError ? error.message : String(error))
    app.exit(1)
  })
} else {
  app.exit(0)
}

/** Where Electron keeps what is its own; without it there is no window. */
function useFolder(userData: string): void {
  try {
    mkdirSync(userData, { recursive: true })
    app.setPath('userData', userData)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    showStartFailure(`${userData} cannot be written (${reason}). Choose another data folder with --home, or open it in the browser to read only.`)
    app.exit(1)
  }
}

async function run(): Promise<void> {
  const shutdown = new Shutdown()
  const processes = new Processes({
    folder,
    open: { home, version: app.getVersion(), ...resources() },
    onPageMessage: (message) => router.toPage(message),
    onWorkbenchGone: recoverWorkbench
  })
  const router = new MessageRouter({
    toWorkbench: (request) => processes.sendFromPage(request),
    saveExport: (exportId, fileName) => saveExport(currentWindow(), { exportId, fileName }, (id, path) => processes.ask({ kind: 'save-export', exportId: id, path })),
    chooseImport: () => chooseImport(currentWindow(), (path) => processes.ask({ kind: 'register-import', path }))
  })
  shutdown.join(() => processes.close())

  guardSession(session.defaultSession)
  serveApplication(session.defaultSession, rendererFolder)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  installMenu((id) => router.tell({ event: 'command', payload: { id } }))

  await Promise.all([processes.start(), openWindow({
    preload: join(folder, 'preload.cjs'),
    isPackaged: app.isPackaged,
    placeFile: join(app.getPath('userData'), 'window.json'),
    onCreated(created) {
      window = created
      router.attach(created.webContents)
      recoverFromCrashes(created)
      watchAnswering(created)
      created.on('closed', () => {
        window = null
      })
    }
  })])

  function recoverWorkbench({ isRestarting, errorOutput }: { isRestarting: boolean; errorOutput: string }): void {
    router.rejectPending()
    if (!isRestarting) return void restartOrQuit('The workbench of Grokscope ended again.', errorOutput)
    processes.start().catch((error: unknown) => restartOrQuit('The workbench of Grokscope could not be started again.', String(error)))
  }
}

function currentWindow(): BrowserWindow {
  if (window === null) throw new GrokscopeError('request/refused', 'The window is gone.')
  return window
}

function resources(): { assetsFolder: string; fontFolder: string; inspectorWorker: string } {
  // A thread is started from a file of its own, outside the archive of a package.
  const inspectorWorker = join(folder, 'inspection-worker.mjs').replace(`app.asar${sep}`, `app.asar.unpacked${sep}`)
  if (app.isPackaged) return { assetsFolder: join(process.resourcesPath, 'samples'), fontFolder: join(process.resourcesPath, 'fonts'), inspectorWorker }
  const root = join(folder, '..', '..')
  return { assetsFolder: join(root, 'assets'), fontFolder: join(root, 'node_modules', 'source-sans', 'TTF'), inspectorWorker }
}
