import { describe, expect, test } from 'vitest'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { readClientMessage, readExportRequest, requestLimitBytes, safeFileName } from '../../src-main/electron/request-check.ts'

const read = (raw: unknown) => readClientMessage(raw, decodeMessage)

describe('a request of the page', () => {
  test('is passed on as the bytes that it is', () => {
    const bytes = encodeMessage({ id: 7, method: 'runs.list', parameters: { bin: false } })
    expect(read(bytes)).toEqual({ ok: true, id: 7, bytes })
  })

  test.each([
    ['text', 'runs.list', null],
    ['an object', { id: 1, method: 'runs.list', parameters: {} }, null],
    ['nothing', undefined, null],
    ['bytes that say nothing', Uint8Array.of(0xc1), null],
    ['a message without a method', encodeMessage({ id: 3, parameters: {} }), 3],
    ['a message with more than it should have', encodeMessage({ id: 3, method: 'runs.list', parameters: {}, sender: 'main' }), 3],
    ['a method that is too long', encodeMessage({ id: 3, method: 'x'.repeat(101), parameters: {} }), 3],
    ['a negative id', encodeMessage({ id: -1, method: 'runs.list', parameters: {} }), -1],
    ['an id that is no number', encodeMessage({ id: 'a', method: 'runs.list', parameters: {} }), null]
  ])('is refused where it is %s', (_what, raw, id) => {
    expect(read(raw)).toMatchObject({ ok: false, id })
  })

  test('is refused unread where it is too large', () => {
    expect(readClientMessage(new Uint8Array(requestLimitBytes + 1), () => expect.fail('it was decoded'))).toMatchObject({ ok: false, id: null })
  })
})

describe('a request to save a file', () => {
  test('has an id and a name', () => {
    expect(readExportRequest(['a-b_c1', 'figure.svg'])).toEqual({ exportId: 'a-b_c1', fileName: 'figure.svg' })
  })

  test.each([[[]], [['id']], [['../id', 'x']], [['id', '']], [['id', 'x', '/etc/passwd']], [[1, 'x']], [['id', 'x'.repeat(1_001)]]])('is refused: %o', (raw) => {
    expect(() => readExportRequest(raw)).toThrow(expect.objectContaining({ code: 'request/invalid' }))
  })

  test.each([
    ['run 1.csv', 'run 1.csv'], ['../../etc/passwd', '-..-etc-passwd'], ['C:\\x\\y.svg', 'C--x-y.svg'], ['a\u0000b\n.png', 'a-b-.png'],
    ['.bashrc', 'bashrc'], ['name. ', 'name'], ['...', 'export'], ['a/b', 'a-b']
  ])('%o is called %o', (given, name) => {
    expect(safeFileName(given)).toBe(name)
  })
})
