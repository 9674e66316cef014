import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { answerTests } from './control.ts'
import { clipboard, crashReporter, dialog, Menu, screen, shell } from './desktop.ts'
import { ipcMain } from './ipc.ts'
import { MessageChannelMain } from './ports.ts'
import { protocol, session } from './session.ts'
import { utilityProcess } from './utility-process.ts'

// What `import … from 'electron'` gives the application in tests: see README.md.
const electron = {
  app, BrowserWindow, clipboard, crashReporter, dialog, ipcMain, Menu, MessageChannelMain, protocol, screen, session, shell, utilityProcess
}
answerTests(electron)

export { app, BrowserWindow, clipboard, crashReporter, dialog, ipcMain, Menu, MessageChannelMain, protocol, screen, session, shell, utilityProcess }
