import { describe, expect, it } from 'vitest'
import { initialCompareSpec, readAddress, readCompareSpec, writeAddress, type CompareSpec } from '../../../src-renderer/views/compare/compare-spec.ts'

const read = (address: string, kept = initialCompareSpec) => readAddress(new URLSearchParams(address.split('?')[1]), kept)

describe('the address of a comparison', () => {
  it('is short where nothing was changed', () => {
    expect(writeAddress(['aaaaaaaaaa', 'bbbbbbbbbb'], initialCompareSpec)).toBe('compare?runs=aaaaaaaaaa,bbbbbbbbbb')
  })

  it('brings back everything that was changed', () => {
    const spec: CompareSpec = {
      panels: [{ title: 'Loss & more', series: ['train/loss', 'weight-norm/total'], yScale: 'logarithmic' }], xScale: 'linear', smoothing: 0.85, groupBy: 'optimizer.weightDecay',
      centre: 'median', spread: 'deviation', ended: 'leave', baseline: 'aaaaaaaaaa', columns: 3
    }
    expect(read(writeAddress(['aaaaaaaaaa'], spec))).toEqual({ runIds: ['aaaaaaaaaa'], spec })
  })

  it('names each run once', () => {
    expect(read('compare?runs=a,b,a,').runIds).toEqual(['a', 'b'])
  })

  it('that cannot be read leaves the view as it was kept', () => {
    const kept: CompareSpec = { ...initialCompareSpec, xScale: 'linear' }
    for (const wrong of ['smooth=7', 'columns=many', 'band=wide', 'panels=Loss|log|']) {
      expect(read(`compare?runs=a&${wrong}`, kept).spec.smoothing).toBe(0)
      expect(read(`compare?runs=a&${wrong}`, kept).spec.xScale).toBe('linear')
    }
  })
})

describe('a kept view', () => {
  it('of another version starts anew', () => {
    expect(readCompareSpec({ panels: 'all' })).toEqual(initialCompareSpec)
    expect(readCompareSpec(null)).toEqual(initialCompareSpec)
    expect(readCompareSpec({ smoothing: 0.5 })).toEqual({ ...initialCompareSpec, smoothing: 0.5 })
  })
})
