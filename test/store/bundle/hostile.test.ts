import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readBundle, writeBundle } from '../../../src-main/store/bundle/index.ts'
import { defaultLimits } from '../../../src-main/store/bundle/limits.ts'
import { encodeTensors } from '../../../src-main/store/bundle/safetensors.ts'
import { openZip } from '../../../src-main/store/bundle/zip-reader.ts'
import { checkpoint, create, curve, embedding, failureOf, open, temporaryFolder } from '../fixtures.ts'
import { rawZip, type RawEntry } from './raw-zip.ts'

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

interface Contents { id: string; files: Map<string, Buffer>; manifest: Record<string, unknown> }

/** The parts of a sound bundle of one run, to be spoilt. */
function soundContents(): Contents {
  const store = open()
  const { id } = create(store)
  store.write(id, { points: [curve('loss', 200)], snapshots: [embedding(3)], checkpoints: [checkpoint(7)], changes: { state: 'finished' } })
  const file = join(temporaryFolder(), 'sound.grokrun')
  writeBundle(store, [id], file)
  const zip = openZip(file, defaultLimits)
  const files = new Map([...zip.entries.keys()].map((name) => [name, zip.read(name)]))
  zip.close()
  const manifest = JSON.parse(files.get('manifest.json')!.toString()) as Record<string, unknown>
  files.delete('manifest.json')
  return { id, files, manifest }
}

/** A bundle of these files, with a manifest that fits them but for `changes`. */
function entriesOf({ id, files, manifest }: Contents, changes: Record<string, unknown> = {}): RawEntry[] {
  const listed = [...files].map(([path, data]) => ({ path, bytes: data.length, sha256: sha256(data) }))
  const whole = { ...manifest, runs: [id], files: listed, ...changes }
  return [...[...files].map(([name, data]) => ({ name, data, deflate: true })), { name: 'manifest.json', data: json(whole), deflate: true }]
}

/** The refusal of a file, after a look that nothing was changed. */
function refusal(bytes: Uint8Array, limits = defaultLimits): { code: string; message: string } {
  const file = join(temporaryFolder(), 'hostile.grokrun')
  writeFileSync(file, bytes)
  const store = open()
  const mine = create(store)
  const { code, message } = failureOf(() => readBundle(store, file, limits))
  expect(store.listRuns()).toEqual([mine])
  expect(store.check()).toEqual([])
  return { code, message }
}

const invalid = (finding: string): unknown => ({ code: 'bundle/invalid', message: expect.stringContaining(finding) })
const tooLarge = (finding: string): unknown => ({ code: 'bundle/too-large', message: expect.stringContaining(finding) })

describe('a bundle made by hand', () => {
  it('is read where it is sound', () => {
    const contents = soundContents()
    const file = join(temporaryFolder(), 'a.grokrun')
    writeFileSync(file, rawZip(entriesOf(contents)))
    expect(readBundle(open(), file)).toEqual({ imported: [contents.id], alreadyThere: [] })
  })

  for (const name of ['../../evil', 'runs/../../../etc/passwd', '/etc/passwd', 'C:\\Windows\\evil', '..\\evil', '\\\\server\\evil']) {
    it(`with an entry ${name} is refused`, () => {
      expect(refusal(rawZip([...entriesOf(soundContents()), { name, data: Buffer.from('x') }]))).toEqual(invalid('points outside'))
    })
  }

  it('with entries of an unknown kind is refused', () => {
    for (const name of ['evil.sh', 'runs/', 'runs/abcdefghij/evil', 'runs/abcdefghij/series/01.safetensors', 'runs/abcdefghij/series/x.safetensors', '']) {
      expect(refusal(rawZip([...entriesOf(soundContents()), { name, data: Buffer.from('x') }]))).toEqual(invalid('no known kind'))
    }
  })

  it('with a name twice is refused', () => {
    const entries = entriesOf(soundContents())
    expect(refusal(rawZip([...entries, entries[0]]))).toEqual(invalid('two entries'))
    expect(refusal(rawZip([...entries, entries.at(-1)!]))).toEqual(invalid('two entries'))
  })

  it('whose manifest does not list just what is there is refused', () => {
    const contents = soundContents()
    const extra: RawEntry = { name: `runs/${contents.id}/series/5.safetensors`, data: Buffer.from('x') }
    const other = 'runs/zzzzzzzzzz/run.json'
    const listed = entriesOf(contents)
    const files = (JSON.parse(Buffer.from(listed.at(-1)!.data).toString()) as { files: object[] }).files
    expect(refusal(rawZip([...listed, extra]))).toEqual(invalid('does not list'))
    expect(refusal(rawZip(listed.slice(1)))).toEqual(invalid('is missing'))
    expect(refusal(rawZip(entriesOf(contents, { files: [...files, files[0]] })))).toEqual(invalid('twice'))
    expect(refusal(rawZip(entriesOf(contents, { runs: [contents.id, contents.id] })))).toEqual(invalid('twice'))
    expect(refusal(rawZip(entriesOf({ ...contents, files: new Map([...contents.files, [other, Buffer.from('{}')]]) })))).toEqual(invalid('belongs to no run'))
    expect(refusal(rawZip(entriesOf(contents, { runs: [contents.id, 'zzzzzzzzzz'] })))).toEqual(invalid('no run.json'))
  })

  it('without a manifest, or with a strange one, is refused', () => {
    const contents = soundContents()
    expect(refusal(rawZip(entriesOf(contents).slice(0, -1)))).toEqual(invalid('manifest.json'))
    expect(refusal(rawZip([{ name: 'manifest.json', data: Buffer.from('{"format"') }]))).toEqual(invalid('manifest.json'))
    expect(refusal(rawZip(entriesOf(contents, { format: 'other' })))).toEqual(invalid('not that of a Grokscope bundle'))
    expect(refusal(rawZip(entriesOf(contents, { surprise: 1 })))).toEqual(invalid('manifest.json'))
    expect(refusal(rawZip(entriesOf(contents, { runs: [] })))).toEqual(invalid('manifest.json'))
    expect(refusal(rawZip([]))).toEqual(invalid('manifest.json'))
  })

  it('of a newer format is refused as such', () => {
    expect(refusal(rawZip(entriesOf(soundContents(), { formatVersion: 2, runs: 'elsewhere' })))).toEqual(invalid('newer Grokscope'))
  })

  it('whose parts do not match their hashes is refused', () => {
    const contents = soundContents()
    const files = [...contents.files].map(([path, data]) => ({ path, bytes: data.length, sha256: sha256(path.includes('checkpoints') ? Buffer.from('?') : data) }))
    expect(refusal(rawZip(entriesOf(contents, { files })))).toEqual(invalid('does not match its hash'))
  })

  it('with a run that is not valid is refused, saying what is wrong', () => {
    const contents = soundContents()
    const path = `runs/${contents.id}/run.json`
    const run = JSON.parse(contents.files.get(path)!.toString()) as Record<string, unknown>
    const spoil = (changes: Record<string, unknown>): Uint8Array =>
      rawZip(entriesOf({ ...contents, files: new Map([...contents.files, [path, json({ ...run, ...changes })]]) }))
    expect(refusal(spoil({ config: { task: { kind: 'cubic' } } }))).toEqual(invalid('config'))
    expect(refusal(spoil({ state: 'flying' }))).toEqual(invalid('run.json'))
    expect(refusal(spoil({ id: 'zzzzzzzzzz' }))).toEqual(invalid('zzzzzzzzzz'))
    expect(refusal(spoil({ __proto__: null, surprise: 1 }))).toEqual(invalid('run.json'))
    expect(refusal(spoil({ step: -1 }))).toEqual(invalid('run.json'))
  })

  it('with tensors that are not valid is refused', () => {
    const contents = soundContents()
    const one = { name: 'steps', dtype: 'F64' as const, shape: [1], data: Float64Array.of(1) }
    const series = (tensors: Parameters<typeof encodeTensors>[0]['tensors'], metadata = { series: 'x' }): Uint8Array => encodeTensors({ metadata, tensors })
    const values = { ...one, name: 'values' }
    const strange: Record<string, Uint8Array> = {
      'too short': Buffer.from('abc'),
      'header is longer': Buffer.from([255, 255, 255, 255, 255, 255, 255, 255, 1, 2]),
      'no JSON': Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{{{{')]),
      'only steps': series([one]),
      'no name': encodeTensors({ metadata: {}, tensors: [one, values] }),
      'steps that do not ascend': series([{ ...one, shape: [2], data: Float64Array.of(2, 1) }, { ...values, shape: [2], data: Float64Array.of(0, 0) }]),
      'fewer values than steps': series([{ ...one, shape: [2], data: Float64Array.of(1, 2) }, values]),
      'other types': series([{ ...one, dtype: 'F32', data: Float32Array.of(1) }, values]),
      'a shape that lies': series([{ ...one, shape: [1e9] }, values]),
      'bytes behind the data': Buffer.concat([series([one, values]), Buffer.from('x')])
    }
    for (const [what, data] of Object.entries(strange)) {
      const files = new Map([...contents.files, [`runs/${contents.id}/series/0.safetensors`, Buffer.from(data)]])
      expect([what, refusal(rawZip(entriesOf({ ...contents, files })))]).toEqual([what, invalid('series/0.safetensors')])
    }
  })
})

describe('a zip that lies', () => {
  const sound = (): RawEntry => ({ name: 'manifest.json', data: Buffer.alloc(1000, 'a'), deflate: true })

  it('about sizes, names, methods or places is refused', () => {
    const lies: [NonNullable<RawEntry['says']>, string][] = [
      [{ unpackedBytes: 2000 }, 'shorter than it says'],
      [{ unpackedBytes: 500 }, 'unpacks to more than the 500 bytes'],
      [{ packedBytes: 1e6 }, 'reaches beyond the file'],
      [{ localName: 'other' }, 'not what the list of entries says'],
      [{ method: 12 }, 'unknown method'],
      [{ flags: 1 }, 'encrypted'],
      [{ offset: 1e6 }, 'reaches beyond the file'],
      [{ crc: 1 }, 'damaged']
    ]
    for (const [says, finding] of lies) {
      expect([says, refusal(rawZip([{ ...sound(), says }])).message]).toEqual([says, expect.stringContaining(finding)])
    }
    expect(refusal(rawZip([{ name: 'manifest.json', data: Buffer.from('{}'), says: { unpackedBytes: 3 } }]))).toEqual(invalid('contradict'))
  })

  it('by putting entries over each other is refused', () => {
    expect(refusal(rawZip([sound(), { ...sound(), name: 'second', says: { offset: 0 } }]))).toEqual(invalid('lies over another'))
  })

  it('or is no zip at all is refused', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(5000, 'x'), Buffer.concat([rawZip([sound()]), Buffer.from('behind')])]) {
      expect(refusal(bytes).code).toBe('bundle/invalid')
    }
    const far = rawZip([sound()])
    far.writeUInt32LE(0xfffffffe, far.length - 6)
    expect(refusal(far)).toEqual(invalid('not where it says'))
  })
})

describe('a bundle that unpacks to more than the limits', () => {
  it('is refused by what it says, before anything is unpacked', () => {
    const zeros = Buffer.alloc(200 * 2 ** 20)
    const bomb: RawEntry = { name: 'runs/abcdefghij/series/0.safetensors', data: zeros, deflate: true }
    expect(refusal(rawZip([bomb]))).toEqual(tooLarge('unpacks to 209715200 bytes'))
    const terabyte: RawEntry = { name: 'manifest.json', data: Buffer.from('{}'), deflate: true, says: { unpackedBytes: 0xfffffffe } }
    expect(refusal(rawZip([terabyte]))).toEqual(tooLarge('unpacks to 4294967294 bytes'))
  })

  it('is refused while it unpacks where it says less', () => {
    const bomb: RawEntry = { name: 'manifest.json', data: Buffer.alloc(50 * 2 ** 20), deflate: true, says: { unpackedBytes: 1000 } }
    const before = process.memoryUsage().arrayBuffers
    const bytes = rawZip([bomb])
    expect(refusal(bytes)).toEqual(tooLarge('more than the 1000 bytes'))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 2 ** 20)
  })

  it('is refused by its total, its number of entries and the length of its list', () => {
    const entries = Array.from({ length: 40 }, (_, index): RawEntry => ({ name: `e${index}`, data: Buffer.alloc(1000), deflate: true }))
    expect(refusal(rawZip(entries), { ...defaultLimits, totalBytes: 30_000 })).toEqual(tooLarge('40000 bytes'))
    expect(refusal(rawZip(entries), { ...defaultLimits, entries: 39 })).toEqual(tooLarge('40 entries'))
    expect(refusal(rawZip(entries), { ...defaultLimits, directoryBytes: 100 })).toEqual(tooLarge('40 entries'))
    expect(refusal(rawZip(entries), { ...defaultLimits, freeBytes: 0, ratio: 3 })).toEqual(tooLarge('1000 bytes'))
  })

  it('is refused by its total even where each entry is within its limit', () => {
    const says = { unpackedBytes: 16 * 2 ** 20 }
    const entries = Array.from({ length: 3000 }, (_, index): RawEntry => ({ name: `e${index}`, data: Buffer.alloc(0), deflate: true, says }))
    expect(refusal(rawZip(entries))).toEqual(tooLarge('50331648000 bytes'))
  })
})
