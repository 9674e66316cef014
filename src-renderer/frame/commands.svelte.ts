import { commandIds, commands, type Command, type CommandId } from '../../shared/commands.ts'
import { resumableStates } from '../../shared/run.ts'
import type { IconName } from '../controls/icons.ts'
import type { Application } from '../state/application.svelte.ts'
import { compareAddress } from '../state/address.ts'

/** What a command does in this page, and whether it can do it now. */
interface Deed {
  icon: IconName
  run(): void
  /** Runs that it would act on; empty: it is not offered. Absent: always possible. */
  targets?(): readonly string[]
}

export interface PageCommand extends Command {
  id: CommandId
  icon: IconName
  run(): void
}

const sequenceMs = 1_000

/** Everything that the palette offers and that has a shortcut. */
export class CommandList {
  paletteOpen = $state(false)
  sheetOpen = $state(false)
  readonly #deeds: Record<CommandId, Deed>
  readonly #app: Application
  #before = ''
  #beforeAt = -Infinity

  constructor(app: Application) {
    this.#app = app
    this.#deeds = { ...this.#goTo(), ...this.#onRuns(), ...this.#others() }
  }

  /** The commands that can be given now. */
  get all(): readonly PageCommand[] {
    return commandIds.filter((id) => id !== 'palette' && this.#isPossible(id)).map((id) => this.#command(id))
  }

  /** The commands that have keys, whether or not they can be given now. */
  get withKeys(): readonly PageCommand[] {
    return commandIds.filter((id) => commands[id].keys !== null).map((id) => this.#command(id))
  }

  /** Gives the command whose keys this press completes. */
  keyed(event: KeyboardEvent): void {
    const pressed = keyName(event)
    if (event.defaultPrevented || (pressed !== commands.palette.keys && isElsewhere(event))) return
    const command = this.#completedBy(event, pressed)
    if (command === null || !this.#isPossible(command)) return
    event.preventDefault()
    this.#deeds[command].run()
  }

  /** Gives a command of the application's menu; says so where there is nothing that it could act on. */
  give(id: CommandId): void {
    const isOwnDialog = this.paletteOpen || this.sheetOpen
    if (!isOwnDialog && document.querySelector('dialog[open]') !== null) return
    if (id !== 'palette') this.paletteOpen = false
    this.sheetOpen = false
    if (this.#isPossible(id)) this.#deeds[id].run()
    else this.#app.messages.info(`${commands[id].label}: there is nothing here that this can be done with.`)
  }

  #completedBy(event: KeyboardEvent, pressed: string): CommandId | null {
    const sequence = event.timeStamp - this.#beforeAt < sequenceMs ? `${this.#before} ${pressed}` : pressed
    this.#before = pressed
    this.#beforeAt = event.timeStamp
    if (pressed === 'Ctrl+Z') return 'edit.undo'
    const withKeys = (keys: string) => commandIds.find((id) => commands[id].keys === keys)
    return withKeys(sequence) ?? withKeys(pressed) ?? null
  }

  #command(id: CommandId): PageCommand {
    const { icon, run } = this.#deeds[id]
    return { ...commands[id], id, icon, run }
  }

  #isPossible(id: CommandId): boolean {
    const { targets } = this.#deeds[id]
    return targets === undefined || targets().length > 0
  }

  #goTo() {
    const { route, selection } = this.#app
    const to = (icon: IconName, address: () => string): Deed => ({ icon, run: () => route.go(address()) })
    return {
      'go.runs': to('runs', () => 'runs'),
      'go.compare': to('compare', () => compareAddress(selection.runIds)),
      'go.inspect': to('inspect', () => (selection.runIds[0] === undefined ? 'inspect' : `inspect/${selection.runIds[0]}`)),
      'go.studies': to('studies', () => 'studies'),
      'go.figures': to('figures', () => 'figures'),
      'go.bin': to('bin', () => 'runs/bin'),
      'go.settings': to('settings', () => 'settings'),
      'run.new': to('plus', () => 'new')
    } satisfies Partial<Record<CommandId, Deed>>
  }

  #onRuns() {
    const { actions, route, runs } = this.#app
    const on = (icon: IconName, act: (ids: readonly string[]) => unknown, targets: () => readonly string[]): Deed =>
      ({ icon, targets, run: () => { void act(targets()) } })
    const chosen = () => this.#targets().filter((id) => runs.get(id)?.deletedAt === null)
    const inState = (...states: string[]) => () => chosen().filter((id) => states.includes(runs.get(id)?.state ?? ''))
    return {
      'run.import': { icon: 'import', run: () => { void this.#app.importBundle() } },
      'run.samples': { icon: 'import', run: () => { void this.#app.importSamples() } },
      'run.export': on('export', (ids) => actions.exportBundle(ids), chosen),
      'run.duplicate': on('duplicate', ([first]) => route.go(`new?from=${first}`), chosen),
      'run.pause': on('pause', (ids) => actions.pause(ids), inState('training')),
      'run.resume': on('play', (ids) => actions.resume(ids), inState(...resumableStates)),
      'run.stop': on('stop', (ids) => actions.stop(ids), inState('training', 'queued', 'paused')),
      'run.delete': on('bin', (ids) => actions.delete(ids), chosen),
      'run.restore': on('restore', (ids) => actions.restore(ids), () => this.#targets().filter((id) => typeof runs.get(id)?.deletedAt === 'number'))
    } satisfies Partial<Record<CommandId, Deed>>
  }

  #others() {
    const { messages, settings } = this.#app
    const theme = (value: 'system' | 'light' | 'dark'): Deed => ({ icon: 'settings', run: () => { void messages.attempt(settings.change({ theme: value })) } })
    return {
      'edit.undo': { icon: 'restore', targets: () => (messages.undo === null ? [] : ['last']), run: () => messages.undo?.() },
      'palette': { icon: 'search', run: () => { this.paletteOpen = !this.paletteOpen } },
      'theme.light': theme('light'),
      'theme.dark': theme('dark'),
      'theme.system': theme('system'),
      'density': { icon: 'runs', run: () => { void messages.attempt(settings.change({ density: settings.now.density === 'compact' ? 'comfortable' : 'compact' })) } },
      'help.shortcuts': { icon: 'keyboard', run: () => { this.sheetOpen = true } }
    } satisfies Partial<Record<CommandId, Deed>>
  }

  /** The run whose page is open, else the selected ones. */
  #targets(): readonly string[] {
    const { route: { now }, selection } = this.#app
    const [first] = now.rest
    return now.place === 'runs' && first !== undefined && first !== 'bin' ? [first] : selection.runIds
  }
}

function keyName({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string {
  const name = key.length === 1 && (ctrlKey || metaKey) ? key.toUpperCase() : key
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${name}`
}

/** True where keys write text, or belong to a control that uses letters, or to a dialog. */
function isElsewhere({ target }: KeyboardEvent): boolean {
  const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]')
  return isTyping || document.querySelector('dialog[open]') !== null
}
