/** The names of Electron's IPC channels: a closed list, known to the preload and the router only. */
export const channels = {
  toWorkbench: 'grokscope:to-workbench',
  fromWorkbench: 'grokscope:from-workbench',
  saveExport: 'grokscope:save-export',
  chooseImport: 'grokscope:choose-import'
} as const
