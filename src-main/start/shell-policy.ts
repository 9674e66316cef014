export interface Surroundings {
  /** Electron's executable; null where it is not installed. */
  binary: string | null
  platform: NodeJS.Platform
  environment: Readonly<Record<string, string | undefined>>
  isRoot: boolean
  /** The user asked for the browser. */
  wantsBrowser: boolean
}

export type ShellChoice = { kind: 'electron'; binary: string } | { kind: 'browser'; reason: string }

/** Which shell opens, and why it is the browser where it is: the rest of "Grokscope opens in the browser because …". */
export function chooseShell({ binary, platform, environment, isRoot, wantsBrowser }: Surroundings): ShellChoice {
  if (wantsBrowser) return { kind: 'browser', reason: '--browser asks for it' }
  if (binary === null) return { kind: 'browser', reason: 'Electron\'s program is not installed (npx install-electron downloads it)' }
  if (isRoot) return { kind: 'browser', reason: 'Electron does not start for root without giving up its sandbox' }
  const needsDisplay = platform !== 'darwin' && platform !== 'win32'
  const hasDisplay = [environment.DISPLAY, environment.WAYLAND_DISPLAY].some((display) => display !== undefined && display !== '')
  if (needsDisplay && !hasDisplay) return { kind: 'browser', reason: 'there is no display for a window (neither DISPLAY nor WAYLAND_DISPLAY is set)' }
  return { kind: 'electron', binary }
}
