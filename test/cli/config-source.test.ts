import { describe, expect, it } from 'vitest'
import { applySettings } from '../../src-main/cli/config-source.ts'

const start = { optimizer: { kind: 'adamw', weightDecay: 1 }, filters: [{ kind: 'ratio', factor: 10 }, { kind: 'average', lambda: 2 }] }

describe('settings on the command line', () => {
  it('reach into a list by place, and put one more at its end', () => {
    expect(applySettings(start, ['filters.1.lambda=5', 'filters.2.kind=noise', 'filters.2.size=0.1'])).toEqual({
      ...start, filters: [start.filters[0], { kind: 'average', lambda: 5 }, { kind: 'noise', size: 0.1 }]
    })
  })

  it('reach into a list by kind, and add the kind that is missing', () => {
    expect(applySettings(start, ['filters.ratio.factor=4', 'filters.noise.size=0.1'])).toMatchObject({ filters: [{ factor: 4 }, { lambda: 2 }, { kind: 'noise', size: 0.1 }] })
  })

  it('replace a list, and make one', () => {
    expect(applySettings(start, ['filters=[]'])).toMatchObject({ filters: [] })
    expect(applySettings({}, ['filters.0.kind=noise'])).toEqual({ filters: [{ kind: 'noise' }] })
  })

  it('begin a new kind with its defaults', () => {
    expect(applySettings(start, ['optimizer.kind=sgd', 'filters.0.kind=noise'])).toMatchObject({ optimizer: { kind: 'sgd' }, filters: [{ kind: 'noise' }, start.filters[1]] })
  })

  it('refuse a place beyond the end, and a setting without a value', () => {
    expect(() => applySettings(start, ['filters.5.lambda=1'])).toThrow('filters.5.lambda: the list has 2 items; expected a place from 0 to 2, got 5')
    expect(() => applySettings(start, ['filters'])).toThrow('expected path=value')
  })
})
