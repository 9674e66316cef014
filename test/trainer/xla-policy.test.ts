import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { winsWithXla } from '../../src-main/trainer/xla-policy.ts'

describe('XLA', () => {
  const without = presets.filter(({ config }) => !winsWithXla(parseConfig(config))).map(({ name }) => name)

  it('is used for runs long enough to earn back its compilation', () => {
    expect(without.filter((name) => !name.startsWith('resnet'))).toEqual(['quick'])
  })

  it('is not used for ResNet-18, whose step it slows', () => {
    expect(without.filter((name) => name.startsWith('resnet'))).toEqual(['resnet-small', 'resnet-paper'])
  })
})
