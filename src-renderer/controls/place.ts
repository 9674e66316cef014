export type Side = 'start' | 'end'

const gap = 4
const margin = 8

/** Puts a floating panel under its anchor, or above where there is no room, inside the window. */
export function placeBelow(panel: HTMLElement, anchor: HTMLElement, side: Side): void {
  const from = anchor.getBoundingClientRect()
  const size = panel.getBoundingClientRect()
  const wanted = side === 'start' ? from.left : from.right - size.width
  const below = from.bottom + gap
  const fits = below + size.height <= innerHeight - margin
  const top = fits ? below : Math.max(margin, from.top - gap - size.height)
  panel.style.left = `${Math.max(margin, Math.min(wanted, innerWidth - size.width - margin))}px`
  panel.style.top = `${top}px`
}
