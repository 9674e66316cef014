/** The one step cursor of the window: hovering or dragging it in any view moves it in all. */
export class Cursor {
  /** Null while nothing is pointed at. */
  step: number | null = $state(null)
  /** True while the user holds it (a drag, the slider): hovering elsewhere does not move it then. */
  held = $state(false)

  /** Moves the cursor by hovering; does nothing while it is held. */
  hover(step: number | null): void {
    if (!this.held) this.step = step
  }

  hold(step: number): void {
    this.held = true
    this.step = step
  }

  release(): void {
    this.held = false
  }
}
