import { expect, it } from 'vitest'
import { localMinute } from '../../src-main/cli/table.ts'

it('a moment is told in the time zone of the machine, as filters take it', () => {
  expect(localMinute(new Date(2026, 10, 27, 9, 5, 59).getTime())).toBe('2026-11-27 09:05')
  expect(localMinute(new Date(2026, 0, 2, 0, 0).getTime())).toBe('2026-01-02 00:00')
})
