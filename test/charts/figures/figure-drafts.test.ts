import { describe, expect, it } from 'vitest'
import { curvesSpec, projectionSpec, spectrumSpec } from '../../../src-renderer/charts/figure-specs.ts'
import { newFigure, readDraft, readSaved, svgAddress } from '../../../src-renderer/views/figures/figure-drafts.ts'

const panel = { title: 'Loss', series: ['train/loss'], yScale: 'logarithmic' } as const

describe('the figure of a chart', () => {
  it('is what the chart shows, and can be edited', () => {
    const spec = curvesSpec({ runIds: ['a', 'b'], panel: { ...panel, series: ['train/loss'] }, xScale: 'logarithmic', smoothing: 0.6, range: { from: 10, to: 500 } })
    expect(readDraft(spec)).toMatchObject({ kind: 'curves', runs: ['a', 'b'], panels: [panel], xScale: 'logarithmic', smoothing: 0.6, fromStep: 10, toStep: 500 })
    expect(readDraft(projectionSpec({ runId: 'a', tensor: 'embedding', step: 7, fit: 'all', components: [0, 2], path: false, frequency: null })))
      .toMatchObject({ kind: 'projection', run: 'a', step: 7, fit: 'all', components: [0, 2], path: false })
    expect(readDraft(spectrumSpec({ runId: 'a', tensor: 'embedding', step: 7 }))).toMatchObject({ kind: 'spectrum', step: 7 })
  })

  it('is none where the chart shows nothing', () => {
    expect(curvesSpec({ runIds: [], panel: { ...panel, series: ['a'] }, xScale: 'linear', smoothing: 0, range: null })).toBeNull()
  })
})

describe('figures', () => {
  it('can be begun with the runs that there are', () => {
    expect(newFigure('curves', [{ id: 'a' }])).toMatchObject({ kind: 'curves', runs: ['a'] })
    expect(newFigure('projection', [{ id: 'a' }])).toMatchObject({ kind: 'projection', run: 'a' })
    expect(newFigure('spectrum', [])).toBeNull()
  })

  it('that were kept come back; one that cannot be read does not hide the others', () => {
    const spec = newFigure('curves', [{ id: 'a' }])
    expect(readSaved([{ name: 'one', spec }, { name: 'two', spec: { kind: 'pie' } }, 7]).map(({ name }) => name)).toEqual(['one'])
    expect(readSaved(null)).toEqual([])
    expect(readDraft({ kind: 'pie' })).toBeNull()
  })

  it('are shown as data, whatever their text', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>50 % & "β₁" #1</title></svg>'
    expect(decodeURIComponent(svgAddress(svg).slice('data:image/svg+xml;charset=utf-8,'.length))).toBe(svg)
    expect(svgAddress(svg)).not.toMatch(/[<>"#\s]/)
  })
})
