import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GrokscopeError } from '../../shared/errors.ts'
import type { RuntimeStatus } from '../../shared/rpc.ts'
import type { RuntimeSource } from '../../src-main/workbench/runtime-service.ts'
import { openTestWorkbench, temporaryFolder, type TestWorkbench } from './open-test-workbench.ts'

const portable: RuntimeStatus = { usable: 'portable', library: 'none', device: 'none', reason: 'TensorFlow is not installed', installing: false }
const installed: RuntimeStatus = { usable: 'tensorflow', library: 'TensorFlow 2.20.0', device: 'CPU', reason: null, installing: false }

/** An installation that goes on until the test ends it, or somebody cancels it. */
class Installation implements RuntimeSource {
  started = 0
  signal: AbortSignal | null = null
  #now = portable
  #settle: { resolve: (status: RuntimeStatus) => void } | null = null

  status(): Promise<RuntimeStatus> {
    return Promise.resolve(this.#now)
  }

  install: RuntimeSource['install'] = (progress, signal) => new Promise((resolve, reject) => {
    this.started += 1
    this.signal = signal
    this.#settle = { resolve }
    signal.addEventListener('abort', () => reject(new GrokscopeError('runtime/install-failed', 'the installation was cancelled; nothing was changed')))
    progress({ stage: 'download', fraction: 0.5, message: 'downloading libtensorflow' })
  })

  check: RuntimeSource['check'] = () => Promise.resolve({ findings: ['libtensorflow_cc.so.2 is damaged'] })

  finish(): void {
    this.#now = installed
    this.#settle?.resolve(installed)
  }
}

describe('the installation of TensorFlow', () => {
  const { folder, remove } = temporaryFolder()
  let source: Installation
  let test: TestWorkbench
  let told: string[]
  beforeEach(() => {
    source = new Installation()
    test = openTestWorkbench(folder, { runtime: source })
    told = []
    test.workbench.on('runtime.changed', ({ usable, installing }) => told.push(`${usable}${installing ? ', installing' : ''}`))
    test.workbench.on('runtime.progress', ({ stage, fraction }) => told.push(`${stage} ${fraction}`))
  })
  afterEach(async () => {
    await test.workbench.close()
    remove()
  })

  const begun = async () => {
    const result = test.call('runtime.install', {})
    await expect.poll(() => source.started).toBe(1)
    return { result }
  }

  it('runs once however often it is asked for, and is told from its beginning to its end', async () => {
    const { result } = await begun()
    const second = test.call('runtime.install', {})
    expect(await test.call('runtime.status', {})).toMatchObject({ installing: true })
    source.finish()
    expect([await result, await second]).toEqual([installed, installed])
    expect(source.started).toBe(1)
    expect(told).toEqual(['portable, installing', 'download 0.5', 'tensorflow'])
  })

  it('is cancelled: the caller hears why it ended, every page that it did, and it can be begun again', async () => {
    const { result } = await begun()
    const rejection = expect(result).rejects.toMatchObject({ code: 'runtime/install-failed', message: expect.stringContaining('cancelled') as string })
    expect(await test.call('runtime.cancel', {})).toEqual(portable)
    await rejection
    expect(told.at(-1)).toBe('portable')
    const again = test.call('runtime.install', {})
    await expect.poll(() => source.started).toBe(2)
    expect(source.signal?.aborted).toBe(false)
    source.finish()
    expect(await again).toEqual(installed)
  })

  it('need not be under way to be cancelled', async () => {
    expect(await test.call('runtime.cancel', {})).toEqual(portable)
    expect(told).toEqual([])
  })

  it('ends when the workbench closes', async () => {
    const { result } = await begun()
    const rejection = expect(result).rejects.toMatchObject({ code: 'runtime/install-failed' })
    await test.workbench.close()
    await rejection
    expect(source.signal?.aborted).toBe(true)
  })

  it('is checked, but not while it is being changed', async () => {
    expect(await test.call('runtime.check', {})).toEqual({ findings: ['libtensorflow_cc.so.2 is damaged'] })
    const { result } = await begun()
    await expect(test.call('runtime.check', {})).rejects.toMatchObject({ code: 'request/refused' })
    source.finish()
    await result
  })
})
