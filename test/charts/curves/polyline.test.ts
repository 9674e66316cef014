import { describe, expect, it } from 'vitest'
import type { CurvePoints } from '../../../src-renderer/charts/curves/curve-points.ts'
import { drawBand, drawPolyline, type Mappings } from '../../../src-renderer/charts/curves/polyline.ts'

const curve = (steps: number[], values: number[]): CurvePoints => ({ steps: Float64Array.from(steps), values: Float64Array.from(values) })
const identity: Mappings = { x: { offset: 0, factor: 1, logarithmic: false }, y: { offset: 0, factor: 1, logarithmic: false }, from: 0, to: 1e9 }
const logarithmic: Mappings = { ...identity, x: { offset: 0, factor: 100, logarithmic: true }, y: { offset: 0, factor: -10, logarithmic: true } }

function strokes(draw: (pen: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }) => void): string {
  const path: string[] = []
  draw({ moveTo: (x, y) => path.push(`M${x},${y}`), lineTo: (x, y) => path.push(`L${x},${y}`) })
  return path.join(' ')
}

describe('a curve', () => {
  it('goes from point to point', () => {
    expect(strokes((pen) => drawPolyline(pen, curve([1, 2, 3], [4, 5, 6]), identity))).toBe('M1,4 L2,5 L3,6')
  })

  it('is broken at gaps', () => {
    expect(strokes((pen) => drawPolyline(pen, curve([1, 2, 3, 4], [4, Number.NaN, 6, 7]), identity))).toBe('M1,4 M3,6 L4,7')
  })

  it('is true to a log scale; step 0 and values below 0 have no place on it', () => {
    expect(strokes((pen) => drawPolyline(pen, curve([0, 1, 10, 100], [5, 10, -1, 1000]), logarithmic))).toBe('M0,-10 M200,-30')
  })

  it('is drawn where it is seen, and one point further at both ends', () => {
    expect(strokes((pen) => drawPolyline(pen, curve([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]), { ...identity, from: 3, to: 4 }))).toBe('M2,0 L3,0 L4,0')
  })
})

describe('a band', () => {
  it('goes there along its upper edge and back along its lower one', () => {
    expect(strokes((pen) => drawBand(pen, curve([1, 2], [0, 1]), curve([1, 2], [5, 6]), identity))).toBe('M1,5 L2,6 L2,1 L1,0')
  })

  it('that reaches below 0 is cut off on a log scale', () => {
    expect(strokes((pen) => drawBand(pen, curve([1, 10], [-3, 0.1]), curve([1, 10], [10, 10]), logarithmic))).toBe('M0,-10 L100,-10 L100,10 L0,10')
  })
})
