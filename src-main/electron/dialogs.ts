import { app, clipboard, dialog, type BrowserWindow } from 'electron'
import { basename, extname, join } from 'node:path'
import { fromWireError } from '../../shared/errors.ts'
import type { Answer } from './process-messages.ts'
import { safeFileName } from './request-check.ts'

type Save = (exportId: string, path: string) => Promise<Answer>
type Register = (path: string) => Promise<Answer>

function take(answer: Answer): unknown {
  if (!answer.ok) throw fromWireError(answer.error)
  return answer.value
}

/** Asks where a prepared file is to go and has it put there. The path stays outside the page. */
export async function saveExport(window: BrowserWindow, file: { exportId: string; fileName: string }, save: Save): Promise<boolean> {
  const { exportId, fileName } = file
  const name = safeFileName(fileName)
  const extension = extname(name).slice(1)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export',
    defaultPath: join(app.getPath('documents'), name),
    filters: extension === '' ? [] : [{ name: `${extension.toUpperCase()} file`, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation']
  })
  if (canceled || filePath === '') return false
  take(await save(exportId, filePath))
  return true
}

/** Asks for a bundle and registers it with the workbench; its upload id, or null where the user changed their mind. */
export async function chooseImport(window: BrowserWindow, register: Register): Promise<string | null> {
  const { canceled, filePaths: [path] } = await dialog.showOpenDialog(window, {
    title: 'Import runs',
    buttonLabel: 'Import',
    filters: [{ name: 'Grokscope bundle', extensions: ['grokrun'] }],
    properties: ['openFile']
  })
  if (canceled || path === undefined) return null
  const uploadId = take(await register(path))
  if (typeof uploadId !== 'string') throw new Error(`The workbench gave no upload id for ${basename(path)}.`)
  return uploadId
}

export type CrashChoice = 'restart' | 'quit'

/** Tells of a failure that Grokscope cannot mend by itself. */
export async function askAfterCrash(message: string, details: string): Promise<CrashChoice> {
  const buttons = ['Restart', 'Copy details and quit', 'Quit']
  const { response } = await dialog.showMessageBox({ type: 'error', title: 'Grokscope', message, detail: details, buttons, defaultId: 0, cancelId: 2, noLink: true })
  if (response === 1) await clipboard.writeText(`${message}\n${details}`)
  return response === 0 ? 'restart' : 'quit'
}

/** Asks what to do with a page that does not answer; true where it is to be loaded anew. */
export async function askWhileUnresponsive(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning', title: 'Grokscope', message: 'The window does not answer.', detail: 'Runs go on training in either case.',
    buttons: ['Wait', 'Load anew'], defaultId: 0, cancelId: 0, noLink: true
  })
  return response === 1
}

export function showStartFailure(message: string): void {
  dialog.showErrorBox('Grokscope cannot start', message)
}
