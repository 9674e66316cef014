import type * as Electron from 'electron'
import type { Page } from 'playwright-core'

/** A function for the main process. */
export type Work<Result, Argument> = (electron: typeof Electron, argument: Argument) => Result | Promise<Result>

/** The application under test, on the stand-in or on a real Electron. */
export interface Shell {
  readonly page: Page
  readonly home: string
  /** Runs a function in the main process; it may use nothing but its two parameters. */
  evaluate<Result, Argument>(work: Work<Result, Argument>, argument: Argument): Promise<Result>
  /** Resolves with the exit code once the main process is gone. */
  readonly exited: Promise<number | null>
  /** Process ids of the main process and of all that it started. */
  processes(): Promise<number[]>
  /** Asks the process to end as Ctrl-C does. */
  interrupt(): void
  /** Ends the process, however it is. */
  stop(): Promise<void>
}

export interface LaunchOptions {
  /** The data folder. */
  home: string
  environment?: Record<string, string>
}

/** One way to run the application. */
export interface ShellKind {
  /** For the names of tests. */
  name: string
  launch(options: LaunchOptions): Promise<Shell>
  /** Starts the application where it cannot stay: another instance runs, or its data folder is of no use. */
  launchInVain(options: LaunchOptions): Promise<{ code: number | null; output: string }>
}

export const projectFolder = new URL('../../', import.meta.url).pathname
