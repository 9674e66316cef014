import { describe, expect, it } from 'vitest'
import { longestName } from '../../shared/run.ts'
import { nameWithEnd } from '../../src-renderer/format/run-names.ts'

describe('the name of a run that comes from another', () => {
  it('is that name with an end', () => {
    expect(nameWithEnd('mainline', ' from 40')).toBe('mainline from 40')
    const fitting = 'a'.repeat(longestName - ' copy'.length)
    expect(nameWithEnd(fitting, ' copy')).toBe(`${fitting} copy`)
  })

  it('keeps its end where the name is too long for both', () => {
    const name = nameWithEnd('a'.repeat(longestName), ' · seed 3')
    expect(name).toBe(`${'a'.repeat(190)}… · seed 3`)
    expect(name).toHaveLength(longestName)
  })

  it('is not cut within a letter or after a space', () => {
    expect(nameWithEnd(`${'a'.repeat(193)}👍 and more`, ' copy')).toBe(`${'a'.repeat(193)}… copy`)
    expect(nameWithEnd(`${'a'.repeat(191)}   and more`, ' copy')).toBe(`${'a'.repeat(191)}… copy`)
  })
})
