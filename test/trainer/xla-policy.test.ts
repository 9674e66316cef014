import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { winsWithXla } from '../../src-main/trainer/xla-policy.ts'

describe('XLA', () => {
  it('is used for runs long enough to earn back its compilation', () => {
    const chosen = presets.filter(({ config }) => winsWithXla(parseConfig(config))).map(({ name }) => name)
    expect(chosen).toEqual(['minute', 'mainline', 'no-decay', 'mlp-one-hot', 'mlp-embedding'])
  })
})
