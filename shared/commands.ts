/** Where a command applies: everywhere, on selected runs, or on a run that trains or waits. */
export type CommandScope = 'everywhere' | 'runs' | 'training-runs'

/** One thing that can be done by menu, palette or key. */
export interface Command {
  label: string
  group: 'Go to' | 'Runs' | 'Edit' | 'Appearance' | 'Help'
  scope: CommandScope
  /** Keys of the application menu, in Electron's words; `CommandOrControl` is ⌘ on macOS. Null: none. */
  accelerator: string | null
  /** Keys inside the page: + joins keys pressed together, a space keys pressed one after another. Null: none. */
  keys: string | null
}

const goTo = (label: string, accelerator: string | null, keys: string): Command =>
  ({ label, group: 'Go to', scope: 'everywhere', accelerator, keys })
const onRuns = (label: string, scope: CommandScope, accelerator: string | null, keys: string | null): Command =>
  ({ label, group: 'Runs', scope, accelerator, keys })

/** Every command of the application; the menu, the palette and the list of shortcuts are made from it. */
export const commands = {
  'go.runs': goTo('Runs', 'CommandOrControl+1', 'g r'),
  'go.compare': goTo('Compare', 'CommandOrControl+2', 'g c'),
  'go.inspect': goTo('Inspect', 'CommandOrControl+3', 'g i'),
  'go.studies': goTo('Studies', 'CommandOrControl+6', 'g t'),
  'go.figures': goTo('Figures', 'CommandOrControl+4', 'g f'),
  'go.bin': goTo('Bin', 'CommandOrControl+5', 'g b'),
  'go.settings': goTo('Settings', 'CommandOrControl+,', 'g s'),
  'run.new': onRuns('New run', 'everywhere', 'CommandOrControl+N', 'n'),
  'run.import': onRuns('Import a bundle of runs', 'everywhere', 'CommandOrControl+O', null),
  'run.samples': onRuns('Add the sample runs', 'everywhere', null, null),
  'run.export': onRuns('Export', 'runs', 'CommandOrControl+E', null),
  'run.duplicate': onRuns('Duplicate', 'runs', 'CommandOrControl+D', null),
  'run.pause': onRuns('Pause', 'training-runs', null, null),
  'run.resume': onRuns('Resume', 'runs', null, null),
  'run.stop': onRuns('Stop', 'training-runs', null, null),
  'run.delete': onRuns('Move to the bin', 'runs', null, 'Delete'),
  'run.restore': onRuns('Put back from the bin', 'runs', null, null),
  'edit.undo': { label: 'Undo', group: 'Edit', scope: 'everywhere', accelerator: 'CommandOrControl+Z', keys: null },
  'palette': { label: 'Search runs and commands', group: 'Go to', scope: 'everywhere', accelerator: 'CommandOrControl+K', keys: 'Ctrl+K' },
  'theme.light': { label: 'Light theme', group: 'Appearance', scope: 'everywhere', accelerator: null, keys: null },
  'theme.dark': { label: 'Dark theme', group: 'Appearance', scope: 'everywhere', accelerator: null, keys: null },
  'theme.system': { label: 'Theme of the system', group: 'Appearance', scope: 'everywhere', accelerator: null, keys: null },
  'density': { label: 'Switch between comfortable and compact rows', group: 'Appearance', scope: 'everywhere', accelerator: null, keys: null },
  'help.shortcuts': { label: 'Keyboard shortcuts', group: 'Help', scope: 'everywhere', accelerator: null, keys: '?' }
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof commands
export const commandIds = Object.keys(commands) as CommandId[]
