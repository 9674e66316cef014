import * as v from 'valibot'

export interface Area {
  x: number
  y: number
  width: number
  height: number
}

export interface WindowPlace extends Area {
  isMaximized: boolean
}

export const minimumSize = { width: 1_024, height: 640 }
const usualSize = { width: 1_440, height: 900 }
/** So much of the window must lie on a screen for its title bar to be reached. */
const reachable = 128

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const placeSchema = v.object({ x: pixels, y: pixels, width: pixels, height: pixels, isMaximized: v.boolean() })

/** A place read from a file; null where it is none. */
export function parsePlace(raw: unknown): WindowPlace | null {
  const parsed = v.safeParse(placeSchema, raw)
  return parsed.success ? parsed.output : null
}

function overlap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom)
}

function isReachable(place: Area, screen: Area): boolean {
  const topIsVisible = place.y >= screen.y && place.y <= screen.y + screen.height - reachable
  return topIsVisible && overlap(place.x, place.width, screen.x, screen.width) >= reachable
}

function centred(screen: Area): WindowPlace {
  const width = Math.min(usualSize.width, screen.width)
  const height = Math.min(usualSize.height, screen.height)
  const x = screen.x + Math.floor((screen.width - width) / 2)
  const y = screen.y + Math.floor((screen.height - height) / 2)
  return { x, y, width, height, isMaximized: false }
}

/** Where the window opens: as it was left, if that can still be reached on one of the screens (the first is the main one). */
export function chooseWindowPlace(saved: WindowPlace | null, screens: readonly Area[]): WindowPlace {
  const main = screens[0] ?? { x: 0, y: 0, ...usualSize }
  if (saved === null) return centred(main)
  const screen = screens.find((candidate) => isReachable(saved, candidate))
  if (screen === undefined) return { ...centred(main), isMaximized: saved.isMaximized }
  const fit = (length: number, least: number, room: number) => Math.min(Math.max(length, least), Math.max(room, least))
  return { ...saved, width: fit(saved.width, minimumSize.width, screen.width), height: fit(saved.height, minimumSize.height, screen.height) }
}
