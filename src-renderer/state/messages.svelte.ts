import { GrokscopeError } from '../../shared/errors.ts'

export interface Message {
  id: number
  level: 'info' | 'warning' | 'error'
  text: string
  at: number
  /** A button in the toast, for example Undo. */
  action: { label: string; run(): void } | null
}

const shownMs = { info: 6_000, warning: 10_000, error: 15_000 } as const
const kept = 200

/** What the application tells: toasts for a while, and a log that stays. */
export class Messages {
  log: readonly Message[] = $state.raw([])
  toasts: readonly Message[] = $state.raw([])
  /** Takes back what the newest toast tells of, while that toast is there. */
  readonly undo: (() => void) | null = $derived.by(() => {
    const toast = this.toasts.findLast(({ action }) => action?.label === 'Undo')
    return toast === undefined ? null : () => { toast.action?.run(); this.dismiss(toast.id) }
  })
  #nextId = 1

  show(level: Message['level'], text: string, action: Message['action'] = null): void {
    const message: Message = { id: this.#nextId++, level, text, at: Date.now(), action }
    this.log = [...this.log.slice(-kept + 1), message]
    this.toasts = [...this.toasts.slice(-3), message]
    setTimeout(() => this.dismiss(message.id), shownMs[level])
  }

  info(text: string, action: Message['action'] = null): void {
    this.show('info', text, action)
  }

  /** Shows what went wrong. */
  failure(error: unknown): void {
    this.show('error', errorText(error))
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((message) => message.id !== id)
  }

  /** Waits for the work and shows its failure; true where it succeeded. */
  async attempt(work: Promise<unknown>): Promise<boolean> {
    try {
      await work
      return true
    } catch (error) {
      this.failure(error)
      return false
    }
  }
}

export function errorText(error: unknown): string {
  if (error instanceof GrokscopeError || error instanceof Error) return error.message
  return String(error)
}
