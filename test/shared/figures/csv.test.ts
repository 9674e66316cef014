import { describe, expect, it } from 'vitest'
import { csvCell, figureCsv } from '../../../shared/figures/csv.ts'
import { curves, matrix, points, projection, run, series, spec, spectrum } from './samples.ts'

const rowsOf = (text: string) => text.split('\r\n').map((line) => line.split(','))

describe('a figure’s data as CSV', () => {
  const wanted = { kind: 'curves' as const, runs: ['a'], panels: [{ series: ['test/loss'] }] }

  it('has one point of a curve a line, every digit kept', () => {
    const data = { kind: 'curves' as const, runs: [run('aaaaaaaaaa', 'main, "best"')], series: [series('aaaaaaaaaa', 'test/loss', 3, (step) => step / 3)] }
    expect(figureCsv(spec(wanted), data)).toBe([
      'run,name,series,step,value', 'aaaaaaaaaa,"main, ""best""",test/loss,0,0', 'aaaaaaaaaa,"main, ""best""",test/loss,1,0.3333333333333333',
      'aaaaaaaaaa,"main, ""best""",test/loss,2,0.6666666666666666', ''
    ].join('\r\n'))
  })

  it('has only what the figure shows: its series, its range of steps', () => {
    const rows = rowsOf(figureCsv(spec({ ...wanted, fromStep: 10, toStep: 12 }), curves))
    expect(rows.map((row) => row[3])).toEqual(['step', '10', '11', '12', '10', '11', '12', undefined])
    expect(new Set(rows.slice(1, -1).map((row) => row[2]))).toEqual(new Set(['test/loss']))
  })

  it('has the smoothed value beside the measured one', () => {
    const data = { kind: 'curves' as const, runs: [run('aaaaaaaaaa', 'main')], series: [series('aaaaaaaaaa', 'test/loss', 3, (step) => [1, 2, 4][step])] }
    const rows = rowsOf(figureCsv(spec({ ...wanted, smoothing: 0.5, fromStep: 2 }), data))
    expect(rows.slice(0, 2)).toEqual([['run', 'name', 'series', 'step', 'value', 'smoothed'], ['aaaaaaaaaa', 'main', 'test/loss', '2', '4', '3']])
  })

  it('has the coordinates of tokens and the norms of frequencies', () => {
    const tokens = rowsOf(figureCsv(spec({ kind: 'projection', run: 'a' }), projection))
    expect(tokens[0]).toEqual(['token', 'pc1', 'pc2', 'pc3'])
    expect(tokens).toHaveLength(5 + 2)
    expect(figureCsv(spec({ kind: 'spectrum', run: 'a' }), spectrum)).toMatch(/^frequency,norm\r\n0,0\.5\r\n/)
  })

  it('has the results of a sweep, by name where the axis has names', () => {
    const rows = rowsOf(figureCsv(spec(points), { kind: 'points' }))
    expect([rows[0], rows[1], rows[3], rows[6]]).toEqual([
      ['panel', 'group', 'x', 'y', 'low', 'high'], ['Sweep', 'add', '1', '1400', '1200', '1800'], ['Sweep', 'add', '32', '', '', ''], ['Cases', 'add', 'Adam', '0.2', '', '']
    ])
  })

  it('has a row for each token of a matrix', () => {
    expect(rowsOf(figureCsv(spec({ kind: 'matrix', run: 'a' }), matrix)).slice(0, 3)).toEqual([['token', 'd0', 'd1', 'd2'], ['0', '0', '1', '1'], ['1', '-1', '0.5', '0']])
  })

  it('needs data of the figure’s own kind', () => {
    expect(() => figureCsv(spec(wanted), spectrum)).toThrow('a curves figure cannot be written from spectrum data')
  })

  it('quotes only what must be quoted', () => {
    expect(['a b', 'a,b', 'a"b', 'a\nb', 1e-7].map(csvCell)).toEqual(['a b', '"a,b"', '"a""b"', '"a\nb"', '1e-7'])
  })
})
