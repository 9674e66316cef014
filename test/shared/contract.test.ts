import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { errorCodes, fromWireError, GrokscopeError, isWrongUse, toWireError } from '../../shared/errors.ts'
import { eventNames, methods, type MethodName } from '../../shared/rpc.ts'
import { delaySteps } from '../../shared/run.ts'
import { defaultSettings, settingsSchema } from '../../shared/settings.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'

const names = Object.keys(methods) as MethodName[]
const accepts = (name: MethodName, parameters: unknown) => v.is(methods[name].parameters, parameters)
const id = 'abcdefghij'

describe('the parameters of every method', () => {
  it.each(names)('%s: refuse what is no object, and unknown names', (name) => {
    for (const parameters of [null, undefined, 1, 'x', { notAParameter: 1 }]) expect(accepts(name, parameters)).toBe(false)
  })

  it('take run ids only as the store makes them', () => {
    expect(accepts('runs.get', { runId: id })).toBe(true)
    for (const runId of ['', 'ABCDEFGHIJ', 'abcdefghi', 'abcdefghi1', '../../etc/', `${id}k`, 7]) expect(accepts('runs.get', { runId })).toBe(false)
    expect(accepts('runs.pause', { runIds: [] })).toBe(false)
  })

  it('bound lists, texts and pixels', () => {
    expect(accepts('series.read', { runIds: [id], names: ['test/loss'], pixels: 1000 })).toBe(true)
    expect(accepts('series.read', { runIds: [id], names: ['test/loss'], pixels: 1e6 })).toBe(false)
    expect(accepts('series.read', { runIds: [id], names: [] })).toBe(false)
    expect(accepts('runs.annotate', { runId: id, name: '   ' })).toBe(false)
    expect(accepts('runs.annotate', { runId: id, notes: 'x'.repeat(100_001) })).toBe(false)
    expect(accepts('snapshots.read', { runId: id, tensor: 'embedding', step: -1 })).toBe(false)
    expect(accepts('import.bundle', { uploadId: '../upload' })).toBe(false)
  })

  it('are named area.action, as events are', () => {
    for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-z]+$/)
    expect(new Set(eventNames).size).toBe(eventNames.length)
  })
})

describe('messages on the wire', () => {
  it('carry typed arrays as bytes, in every kind, also out of the middle of a buffer', () => {
    const whole = Float64Array.of(1, Math.PI, NaN, -Infinity, 5e-324)
    const message = {
      steps: whole.subarray(1), values: Float32Array.of(0.5, NaN), indices: Int32Array.of(-1, 2), hashes: Uint32Array.of(4_294_967_295),
      empty: new Float64Array(0),
      plain: [1, 'zwei', null, true, { deep: [] }]
    }
    expect(decodeMessage(encodeMessage(message))).toEqual(message)
  })

  it('can be read where they do not begin at a multiple of eight', () => {
    const bytes = encodeMessage({ steps: Float64Array.of(1, 2, 3) })
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(decodeMessage(shifted.subarray(3))).toEqual({ steps: Float64Array.of(1, 2, 3) })
  })

  it('leave out what is undefined, and refuse bytes that are none', () => {
    expect(decodeMessage(encodeMessage({ a: undefined, b: 1 }))).toEqual({ b: 1 })
    expect(() => decodeMessage(Uint8Array.of(0xc1))).toThrow()
    expect(() => decodeMessage(encodeMessage({ a: 1 }).subarray(0, 2))).toThrow()
  })
})

describe('errors', () => {
  it('keep code, message and detail across the wire, and nothing else', () => {
    const error = new GrokscopeError('run/unknown', 'there is no run x', { reference: 'x' })
    expect(toWireError(error)).toEqual({ code: 'run/unknown', message: 'there is no run x', detail: { reference: 'x' } })
    expect(fromWireError(toWireError(error))).toMatchObject({ code: 'run/unknown', message: 'there is no run x', detail: { reference: 'x' } })
    expect(toWireError(new GrokscopeError('disk/full', 'full'))).toEqual({ code: 'disk/full', message: 'full' })
    expect(toWireError(new TypeError('boom'))).toEqual({ code: 'internal', message: 'boom' })
    expect(toWireError('boom')).toEqual({ code: 'internal', message: 'boom' })
  })

  it('tell wrong use from failure', () => {
    expect([isWrongUse('config/invalid'), isWrongUse('filter/invalid'), isWrongUse('disk/full'), isWrongUse('internal')]).toEqual([true, true, false, false])
    for (const code of Object.keys(errorCodes)) expect(code).toMatch(/^[a-z]+(\/[a-z-]+)?$/)
  })
})

describe('what is known of a run', () => {
  it('has a delay once it memorized and generalized', () => {
    expect(delaySteps({ memorization: 200, generalization: 7583 })).toBe(7383)
    expect(delaySteps({ memorization: null, generalization: 7583 })).toBeNull()
    expect(delaySteps({ memorization: 200, generalization: null })).toBeNull()
  })
})

describe('settings', () => {
  it('follow the machine and the system until they are changed', () => {
    expect(defaultSettings).toEqual({ backend: 'automatic', concurrentRuns: 0, threadsPerRun: 0, delayThreshold: 1000, theme: 'system', density: 'comfortable', binDays: 30 })
    expect(v.is(settingsSchema, { ...defaultSettings, theme: 'pink' })).toBe(false)
    expect(v.is(settingsSchema, { ...defaultSettings, concurrentRuns: -1 })).toBe(false)
  })
})
