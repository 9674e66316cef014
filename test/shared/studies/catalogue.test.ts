import { describe, expect, it } from 'vitest'
import { canonicalConfig } from '../../../shared/config/canonical.ts'
import { parseConfig } from '../../../shared/config/validate.ts'
import { studies } from '../../../shared/studies/index.ts'
import { studyScales } from '../../../shared/studies/study.ts'

describe.each(studies)('the study $name', (study) => {
  it('says what it is about, and what small changes', () => {
    expect(study.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    for (const text of [study.title, study.paper, study.figure, study.summary, study.scaled]) expect(text.length).toBeGreaterThan(3)
    expect(study.seeds).toBeGreaterThanOrEqual(1)
  })

  it.each(studyScales)('has sound configs at the scale %s, one for each key and seed', (scale) => {
    const runs = study.runs(scale, study.seeds)
    for (const run of runs) expect(() => parseConfig(run.config), `${run.key} ${run.seed}`).not.toThrow()
    const places = runs.map(({ key, seed }) => `${key} ${seed}`)
    expect(new Set(places).size).toBe(places.length)
    expect(runs.every((run) => run.config.seed === run.seed)).toBe(true)
  })

  it('gives another seed another config', () => {
    const runs = study.runs('small', 2)
    for (const key of new Set(runs.map((run) => run.key))) {
      const [first, second] = runs.filter((run) => run.key === key)
      if (second !== undefined) expect(canonicalConfig(parseConfig(first.config)), key).not.toBe(canonicalConfig(parseConfig(second.config)))
    }
  })

  it('has facts with a source and what was published, on runs that exist', () => {
    expect(study.facts.length).toBeGreaterThan(0)
    expect(new Set(study.facts.map(({ name }) => name)).size).toBe(study.facts.length)
    for (const fact of study.facts) {
      for (const text of [fact.statement, fact.source, fact.published]) expect(text.length, fact.name).toBeGreaterThan(2)
      const claimed = studyScales.filter((scale) => fact.only === undefined || fact.only === scale)
      const keys = claimed.map((scale) => new Set(study.runs(scale, 1).map(({ key }) => key)))
      for (const key of fact.keys ?? []) expect(keys.every((known) => known.has(key)), `${fact.name} needs ${key}`).toBe(true)
    }
  })
})

it('studies have names of their own', () => {
  expect(new Set(studies.map(({ name }) => name)).size).toBe(studies.length)
})
