import type { WireError } from '../../shared/errors.ts'

/** The envelope in which results cross a process border. */
export type Answer<Value = unknown> = { ok: true; value: Value } | { ok: false; error: WireError }

/** From Electron's main process to the workbench's process, over its parent port. */
export type ToWorkbench =
  /** Comes with the port of the page. `home` is null for the platform's data folder. */
  | { kind: 'open'; home: string | null; version: string; assetsFolder: string; fontFolder: string; inspectorWorker: string }
  /** Comes with the port of the trainer that was asked for. */
  | { kind: 'trainer-started'; trainer: number }
  | { kind: 'trainer-exited'; trainer: number; code: number | null; errorOutput: string }
  | { kind: 'save-export'; request: number; exportId: string; path: string }
  | { kind: 'register-import'; request: number; path: string }
  | { kind: 'close' }

/** From the workbench's process to Electron's main process. */
export type FromWorkbench =
  | { kind: 'opened' }
  | { kind: 'failed'; error: WireError }
  | { kind: 'start-trainer'; trainer: number; environment: Record<string, string> }
  | { kind: 'kill-trainer'; trainer: number }
  | { kind: 'answer'; request: number; answer: Answer }

/** Over the page's port. `page` counts loads of the page, so that nothing meant for a page that is gone reaches the next. */
export interface PageRequest {
  page: number
  bytes: Uint8Array
}

/** `id` is that of the request it answers; null for an event. */
export interface PageMessage {
  page: number | null
  id: number | null
  bytes: Uint8Array
}
