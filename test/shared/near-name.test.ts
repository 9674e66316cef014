import { describe, expect, it } from 'vitest'
import { didYouMean, nearName } from '../../shared/near-name.ts'

const known = ['mainline', 'minute', 'adam-lr', 'adam-lr-adaptive', 'hessian-eigenvalues', 'ranks']

describe('the name that a mistyped one stands for', () => {
  it.each([
    ['maineline', 'mainline'], ['mianline', 'mainline'], ['MainLine', 'mainline'], ['adamlr', 'adam-lr'], ['adam_lr_adaptiv', 'adam-lr-adaptive'],
    ['hessian', 'hessian-eigenvalues'], ['rank', 'ranks']
  ])('%s is taken for %s', (name, near) => {
    expect(nearName(name, known)).toBe(near)
    expect(didYouMean(name, known)).toBe(`; did you mean ${near}?`)
  })

  it.each(['xyz', 'minimum-steps', '', '-'])('%s is taken for none', (name) => {
    expect(nearName(name, known)).toBeNull()
    expect(didYouMean(name, known)).toBe('')
  })

  it('is looked for among none', () => { expect(nearName('mainline', [])).toBeNull() })
})
