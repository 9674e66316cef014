import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FigureSpecInput } from '../../shared/figures/spec.ts'
import type { PreparedExport } from '../../shared/rpc.ts'
import { fileNameFor } from '../../src-main/workbench/exports.ts'
import { npyBytes } from '../../src-main/workbench/export/npz.ts'
import { openTestWorkbench, temporaryFolder, type TestWorkbench } from './open-test-workbench.ts'

const { folder, remove } = temporaryFolder()
let test: TestWorkbench
let a: string
let b: string
beforeAll(async () => {
  test = openTestWorkbench(folder)
  a = (await test.create(40)).id
  b = (await test.create(60)).id
  await test.until(a, 'finished')
  await test.until(b, 'finished')
  await test.call('runs.annotate', { runId: a, name: '=cmd|"/c calc"!A1' })
  await test.call('runs.annotate', { runId: b, name: 'second, run' })
})
afterAll(async () => {
  await test.workbench.close()
  remove()
})

const fileOf = ({ exportId }: PreparedExport) => test.workbench.prepared.find(exportId).path
const textOf = (prepared: PreparedExport) => readFileSync(fileOf(prepared), 'utf8')

describe('data as CSV', () => {
  it('is a long table of every point of every run', async () => {
    const rows = textOf(await test.call('export.data', { runIds: [a, b], format: 'csv' })).trimEnd().split('\r\n')
    expect(rows).toHaveLength(1 + 2 * 41 + 2 * 61)
    expect(rows[0]).toBe('run,name,series,step,value')
    expect(rows.at(-1)).toBe(`${b},"second, run",test/accuracy,60,1`)
  })

  it('has a run once that is named twice', async () => {
    const [once, twice] = [[a], [a, a]].map((runIds) => test.call('export.data', { runIds, format: 'csv' }))
    expect(textOf(await twice)).toBe(textOf(await once))
  })

  it('never lets a spreadsheet take a name for a formula', async () => {
    const text = textOf(await test.call('export.data', { runIds: [a], format: 'csv', names: ['train/loss'] }))
    expect(text).toContain(`${a},"'=cmd|""/c calc""!A1",train/loss,0,1\r\n`)
    expect(text).not.toMatch(/(^|,|")[=+@]/m)
  })

  it('refuses a series that no run has, naming those that there are', async () => {
    await expect(test.call('export.data', { runIds: [a], format: 'csv', names: ['loss'] }))
      .rejects.toMatchObject({ code: 'request/invalid', message: expect.stringContaining('test/accuracy, train/loss') as string })
  })
})

it('data as JSON holds records and points', async () => {
  const parsed = JSON.parse(textOf(await test.call('export.data', { runIds: [a, b], format: 'json' }))) as { runs: { run: { id: string }; series: Record<string, { steps: number[]; values: number[] }> }[] }
  expect(parsed).toMatchObject({ format: 'grokscope-runs', version: 1 })
  expect(parsed.runs.map(({ run }) => run.id)).toEqual([a, b])
  expect(parsed.runs[1]?.series['train/loss']?.values[60]).toBe(1 / 61)
})

describe('data as NPZ', () => {
  it('has NumPy\'s own layout, aligned to 64 bytes', () => {
    const bytes = npyBytes(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])
    const text = Buffer.from(bytes).toString('latin1')
    expect(text.slice(0, 8)).toBe('\x93NUMPY\x01\x00')
    expect((10 + bytes[8] + 256 * bytes[9]) % 64).toBe(0)
    expect(text).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
    expect(Buffer.from(npyBytes(Float64Array.of(1), [1])).toString('latin1')).toContain("'shape': (1,)")
  })

  it('holds points and kept tensors, and is the same file each time', async () => {
    const [first, second] = [await test.call('export.data', { runIds: [b], format: 'npz' }), await test.call('export.data', { runIds: [b], format: 'npz' })]
    const bytes = readFileSync(fileOf(first))
    expect(bytes.equals(readFileSync(fileOf(second)))).toBe(true)
    const names = Object.keys(unzipSync(bytes))
    const arrays = ['train/loss', 'test/accuracy', 'snapshots/embedding'].flatMap((name) => [`${b}/${name}/steps.npy`, `${b}/${name}/values.npy`])
    expect(new Set(names)).toEqual(new Set([`${b}/run.json`, ...arrays]))
  })

  it('is read by NumPy, where Python has it', async () => {
    const file = fileOf(await test.call('export.data', { runIds: [b], format: 'npz' }))
    const script = `
import sys
try:
    import numpy
except ImportError:
    print('no numpy'); sys.exit()
z = numpy.load(sys.argv[1])
print(z['${b}/train/loss/values'][-1] == 1/61, z['${b}/train/loss/steps'].dtype, z['${b}/snapshots/embedding/values'].shape)`
    const { stdout, stderr } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' })
    expect([stdout.trim(), stderr]).toEqual([expect.toBeOneOf(['no numpy', 'True float64 (6, 5, 3)']), ''])
  })
})

describe('figures', () => {
  const curves: FigureSpecInput = {
    kind: 'curves', title: 'Loss <of> both', runs: [], xScale: 'logarithmic', widthMillimetres: 85, heightMillimetres: 60,
    panels: [{ series: ['train/loss'], yScale: 'logarithmic' }, { series: ['test/accuracy'] }]
  }

  it('are SVG in millimetres, named, described and always the same bytes', async () => {
    const spec = { ...curves, runs: [a, b] }
    const svg = textOf(await test.call('export.figure', { spec, format: 'svg' }))
    expect((await test.call('export.preview', { spec })).svg).toBe(svg)
    expect(svg).toMatch(/<svg width="85mm" height="60mm" [^>]*viewBox="0 0 321 227" role="img" aria-labelledby="title description">/)
    expect(svg).toContain('<title id="title">Loss &#60;of&#62; both</title>')
    expect(svg).toMatch(/<desc id="description">train\/loss on a logarithmic axis.*second, run/)
    expect(svg).not.toMatch(/\bzr\d|<style|class=|<script|href="http/)
    await test.call('export.figure', { spec: { kind: 'spectrum', run: a }, format: 'svg' })
    expect(textOf(await test.call('export.figure', { spec, format: 'svg' }))).toBe(svg)
  })

  it('are PNG of 300 pixels per inch, drawn with the fonts that come along', async () => {
    const bytes = readFileSync(fileOf(await test.call('export.figure', { spec: { ...curves, runs: [a] }, format: 'png' })))
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.readUInt32BE(16)).toBe(1003)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256')
      .update(readFileSync(fileOf(await test.call('export.figure', { spec: { ...curves, runs: [a] }, format: 'png' })))).digest('hex'))
  })

  it('of projections and spectra show one snapshot, the last where none is named', async () => {
    const projection = await test.call('export.figure', { spec: { kind: 'projection', run: 'second, run', step: 20 }, format: 'csv' })
    expect(textOf(projection).trimEnd().split('\r\n')).toHaveLength(6)
    expect(projection.fileName).toBe('second-run-projection-step-20.csv')
    expect(textOf(await test.call('export.figure', { spec: { kind: 'spectrum', run: b.slice(0, 8) }, format: 'csv' })).split('\r\n')).toHaveLength(5)
    await expect(test.call('export.figure', { spec: { kind: 'spectrum', run: b, step: 21 }, format: 'svg' })).rejects.toMatchObject({ code: 'snapshot/missing' })
    await expect(test.call('export.figure', { spec: { kind: 'spectrum', run: b, tensor: 'head' }, format: 'svg' })).rejects.toMatchObject({ code: 'snapshot/missing' })
  })

  it('of projections with a frequency show one snapshot on that frequency\'s plane, with its variance shares', async () => {
    const spec: FigureSpecInput = { kind: 'projection', run: b, step: 20, frequency: 2 }
    const table = await test.call('export.figure', { spec, format: 'csv' })
    const { steps, tokens, coordinates } = await test.call('inspect.plane', { runId: b, tensor: 'embedding', frequency: 2 })
    const rows = textOf(table).trimEnd().split('\r\n').slice(1).map((row) => row.split(',').map(Number))
    expect(rows).toHaveLength(tokens)
    const from = steps.indexOf(20) * tokens * 2
    rows.forEach((row, token) => {
      expect(row[0]).toBe(token)
      expect(row[1]).toBeCloseTo(coordinates[from + token * 2], 5)
      expect(row[2]).toBeCloseTo(coordinates[from + token * 2 + 1], 5)
    })
    const svg = textOf(await test.call('export.figure', { spec, format: 'svg' }))
    expect(svg).toMatch(/along cos\(2π · 2 i \/ 5\) \([\d.]+ %\)/)
    expect(svg).not.toContain('PC 1')
    await expect(test.call('export.figure', { spec: { ...spec, frequency: 3 }, format: 'svg' })).rejects.toMatchObject({ code: 'figure/invalid' })
  })

  it('refuse runs and series that are not there', async () => {
    await expect(test.call('export.figure', { spec: { ...curves, runs: ['nobody'] }, format: 'svg' })).rejects.toMatchObject({ code: 'run/unknown' })
    await expect(test.call('export.figure', { spec: { ...curves, runs: [a], panels: [{ series: ['loss'] }] }, format: 'svg' }))
      .rejects.toMatchObject({ code: 'figure/invalid', message: expect.stringContaining('train/loss') as string })
  })
})

describe('the inspector', () => {
  it('projects every snapshot and keeps the result until there is a newer one', async () => {
    const projection = await test.call('inspect.projection', { runId: b, tensor: 'embedding', fit: 'each' })
    expect([projection.steps.length, projection.tokens, projection.components, projection.coordinates.length]).toEqual([6, 5, 3, 90])
    const shares = projection.explained.subarray(0, 3)
    expect(shares[0] + shares[1] + shares[2]).toBeCloseTo(1, 5)
    expect(await test.call('inspect.projection', { runId: b, tensor: 'embedding', fit: 'each' })).toBe(projection)
    expect(await test.call('inspect.projection', { runId: b, tensor: 'embedding', fit: 'all' })).not.toBe(projection)
  })

  it('puts every snapshot on the plane of a frequency in the last, and keeps the result', async () => {
    const asked = { runId: b, tensor: 'embedding', frequency: 1 }
    const plane = await test.call('inspect.plane', asked)
    expect([plane.steps.length, plane.tokens, plane.coordinates.length]).toEqual([6, 5, 60])
    expect(await test.call('inspect.plane', asked)).toBe(plane)
    await expect(test.call('inspect.plane', { ...asked, frequency: 3 })).rejects.toMatchObject({ code: 'request/invalid', message: expect.stringContaining('1 to 2') as string })
  })

  it('finds the frequencies of every snapshot', async () => {
    const spectrum = await test.call('inspect.spectrum', { runId: b, tensor: 'embedding' })
    expect([spectrum.steps.length, spectrum.frequencies, spectrum.norms.length, spectrum.gini.length]).toEqual([6, 3, 18, 6])
  })
})

describe('bundles', () => {
  it('carry runs whole to another store, once', async () => {
    const bundle = fileOf(await test.call('export.bundle', { runIds: [a, b] }))
    const other = temporaryFolder()
    const there = openTestWorkbench(other.folder)
    const both = [a, b].sort()
    for (const report of [{ imported: both, alreadyThere: [] }, { imported: [], alreadyThere: both }]) {
      there.workbench.prepared.addUpload('from-a-test', bundle)
      const { imported, alreadyThere } = await there.call('import.bundle', { uploadId: 'from-a-test' })
      expect({ imported: imported.sort(), alreadyThere: alreadyThere.sort() }).toEqual(report)
    }
    expect(await there.call('series.read', { runIds: [b], names: ['train/loss'] })).toEqual(await test.call('series.read', { runIds: [b], names: ['train/loss'] }))
    expect(existsSync(bundle)).toBe(true)
    await there.workbench.close()
    other.remove()
  })
})

it('file names are safe on every platform', () => {
  expect([fileNameFor('../../etc/passwd', 'csv'), fileNameFor('  ', 'csv'), fileNameFor('a:b*c?', 'svg'), fileNameFor('Größe 1', 'png')])
    .toEqual(['etc-passwd.csv', 'grokscope.csv', 'a-b-c.svg', expect.stringMatching(/^Gro.*e-1\.png$/)])
})

it('what was prepared lies in a folder of this session alone', () => {
  expect(readdirSync(path.join(folder, 'exports'))).toHaveLength(1)
})
