import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { interventionKinds } from '../../shared/catalogue/interventions/index.ts'
import { measureCatalogue } from '../../shared/catalogue/measures.ts'

const interventions = interventionKinds.map((schema) => [schema.entries.kind.literal, v.getDescription(schema) ?? ''] as const)

describe('what is said on hover', () => {
  it.each(Object.entries(measureCatalogue))('%s says its formula and its source', (_, { formula, source }) => {
    expect(formula.length).toBeGreaterThan(20)
    expect(source.length).toBeGreaterThan(8)
  })

  it.each(interventions)('%s says what it does to the step, and where that comes from', (_, description) => {
    expect(description).toMatch(/[=+·]|replaced by 0/)
    expect(description).toMatch(/arXiv \d{4}\.\d{5}|et al\. \d{4}|PyTorch/)
  })
})
