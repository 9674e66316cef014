import type { Wish } from './protocol.ts'

/** What the user wants of a training run right now. */
export class Control {
  wish: 'train' | 'pause' | 'stop' = 'train'
  private wake: (() => void) | null = null

  take(message: Wish): void {
    this.wish = message.kind === 'continue' ? 'train' : message.kind
    this.wake?.()
  }

  /** Resolves as soon as the wish is no longer to pause. */
  async untilNotPaused(): Promise<void> {
    while (this.wish === 'pause') await new Promise<void>((resolve) => { this.wake = resolve })
    this.wake = null
  }
}
