import { describe, expect, test } from 'vitest'
import { chooseWindowPlace, parsePlace } from '../../src-main/electron/window-place.ts'

const laptop = { x: 0, y: 25, width: 1_512, height: 950 }
const monitor = { x: 1_512, y: 0, width: 2_560, height: 1_440 }
const left = { x: 1_700, y: 100, width: 1_800, height: 1_200, isMaximized: false }

describe('where the window opens', () => {
  test('in the middle of the main screen at first', () => {
    expect(chooseWindowPlace(null, [laptop, monitor])).toEqual({ x: 36, y: 50, width: 1_440, height: 900, isMaximized: false })
  })

  test('where it was left', () => {
    expect(chooseWindowPlace(left, [laptop, monitor])).toEqual(left)
  })

  test('on the main screen where the other one is gone', () => {
    expect(chooseWindowPlace({ ...left, isMaximized: true }, [laptop])).toEqual({ x: 36, y: 50, width: 1_440, height: 900, isMaximized: true })
  })

  test.each([
    ['too far right', { x: 1_512 - 127, y: 100 }], ['too far left', { x: -1_440 + 127, y: 100 }], ['above the screen', { x: 10, y: 0 }], ['too far down', { x: 10, y: 960 }]
  ])('not %s, where it could not be reached', (_where, corner) => {
    expect(chooseWindowPlace({ ...corner, width: 1_440, height: 800, isMaximized: false }, [laptop])).toMatchObject({ x: 36, y: 50 })
  })

  test('still where 128 pixels of its title bar can be reached', () => {
    const place = { x: 1_512 - 128, y: 800, width: 1_440, height: 800, isMaximized: false }
    expect(chooseWindowPlace(place, [laptop])).toEqual(place)
  })

  test('no larger than the screen and no smaller than the interface', () => {
    expect(chooseWindowPlace({ ...left, x: 10, y: 30, width: 9_000, height: 9_000 }, [laptop])).toMatchObject({ width: 1_512, height: 950 })
    expect(chooseWindowPlace({ ...left, x: 10, y: 30, width: 200, height: 10 }, [laptop])).toMatchObject({ width: 1_024, height: 640 })
  })
})

test.each([
  [left, left], [{ ...left, more: 1 }, left], [null, null], [{}, null], [{ ...left, x: 'a' }, null], [{ ...left, x: 1.5 }, null], [{ ...left, x: Number.MAX_VALUE }, null]
])('a place in a file: %o', (raw, place) => {
  expect(parsePlace(raw)).toEqual(place)
})
