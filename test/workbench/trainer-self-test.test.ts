import { describe, expect, it } from 'vitest'
import { findTensorFlow } from '../../src-main/runtime/status.ts'
import { childProcessHost } from '../../src-main/workbench/child-process-host.ts'
import { selfTestBy } from '../../src-main/workbench/trainer-self-test.ts'

describe('the self-test in a trainer process', () => {
  const selfTest = selfTestBy(childProcessHost())

  it('passes on the installation that is in use', async () => {
    const found = await findTensorFlow()
    if ('reason' in found) throw new Error(found.reason)
    await expect(selfTest(found.bindingFile)).resolves.toBeUndefined()
  })

  it('says what is wrong with a binding that does not load', async () => {
    await expect(selfTest('/nowhere/tfjs_binding.node')).rejects.toMatchObject({ code: 'runtime/unusable', message: expect.stringContaining('/nowhere/tfjs_binding.node') as string })
  })
})
