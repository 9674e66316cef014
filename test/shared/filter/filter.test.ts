import { describe, expect, it } from 'vitest'
import { completeFilter } from '../../../shared/filter/completion.ts'
import { filterFields } from '../../../shared/filter/fields.ts'
import { checkFilter, parseFilter } from '../../../shared/filter/filter.ts'
import { record } from './samples.ts'

const mainline = record()
const fits = (filter: string, run = mainline) => parseFilter(filter)(run)
const faultOf = (filter: string) => {
  const check = checkFilter(filter)
  if (check.ok) throw new Error(`${filter} was accepted`)
  return check
}

describe('a filter of runs', () => {
  it('is empty for all runs', () => {
    expect(fits('')).toBe(true)
    expect(fits('   ')).toBe(true)
  })

  it.each([
    ['wd >= 0.1 and task = add', true],
    ['wd > 1', false],
    ['wd<=1', true],
    ['wd ≥ 1 && task != subtract', true],
    ['optimizer.weightDecay = 1', true],
    ['OPTIMIZER.WEIGHTDECAY = 1', true],
    ['weightDecay == 1.0', true],
    ['lr = 1e-3', true],
    ['frac < .5', true],
    ['model = transformer', true],
    ['model = mlp-embedding', false],
    ['p = 113 and seed = 0', true],
    ['steps > 9000', true],
    ['delay = 7383', true],
    ['delay > 1000', true],
    ['phase = grokking', true],
    ['phase != grokking', false],
    ['split = random', true],
    ['intervention = weight-noise', false],
    ['interventions.weight-noise.deviation = none', true],
    ['time > 60', true]
  ])('compares hyper-parameters and facts: %s', (filter, expected) => {
    expect(fits(filter)).toBe(expected)
  })

  it('takes the phase by the threshold that it is given, and with it what counts as grokked', () => {
    for (const filter of ['phase = comprehension', 'not grokked', 'state != grokked']) expect(parseFilter(filter, { delayThreshold: 8000 })(mainline)).toBe(true)
    expect(faultOf('phase = grokked').message).toContain('expected comprehension, grokking, memorization, confusion, undecided')
  })

  it.each([
    ['test/accuracy > 0.99', false],
    ['test/accuracy.last > 0.97', true],
    ['test/accuracy.max > 0.99', true],
    ['test/accuracy.min < 0.01', true],
    ['test/accuracy.count = 400', true],
    ['test/loss < 5', false],
    ['test/loss = none', true]
  ])('compares series by their last, lowest and highest value: %s', (filter, expected) => {
    expect(fits(filter)).toBe(expected)
  })

  it.each([
    ['state = finished', true],
    ['state = grokked', true],
    ['state = training', false],
    ['grokked', true],
    ['starred', false],
    ['not starred', true],
    ['! starred', true],
    ['locked = no', true],
    ['tag = seed-study', true],
    ['#Seed-Study', true],
    ['#seed', false],
    ['tag ~ seed', true],
    ['notes ~ "first try"', true],
    ["name ~ 'LINE'", true],
    ['name !~ decay', true],
    ['preset = mainline', true],
    ['parent = none', true],
    ['parent != none', false]
  ])('knows states, tags, names and switches: %s', (filter, expected) => {
    expect(fits(filter)).toBe(expected)
  })

  it.each([
    ['created = 2026-11-23', true],
    ['created > 2026-11-23', false],
    ['created >= 2026-11-23', true],
    ['created < 2026-11-24', true],
    ['created <= 2026-11-23', true],
    ['created != 2026-11-22', true],
    ['created > 2026-11-23T11:59', true],
    ['created > 2026-11-23T12:01', false]
  ])('compares days and times: %s', (filter, expected) => {
    expect(fits(filter)).toBe(expected)
  })

  it.each([
    ['mainline', true],
    ['MAIN', true],
    ['abcdef', true],
    ['seed-study', true],
    ['"first"', false],
    ['main wd=1', true],
    ['main wd=2', false]
  ])('looks for bare words in name, id, tags and preset, all of them: %s', (filter, expected) => {
    expect(fits(filter)).toBe(expected)
  })

  it('binds not before and, and before or; parentheses first', () => {
    expect(fits('wd = 2 and wd = 3 or wd = 1')).toBe(true)
    expect(fits('wd = 2 and (wd = 3 or wd = 1)')).toBe(false)
    expect(fits('not wd = 2 and wd = 1')).toBe(true)
    expect(fits('not (wd = 1 or wd = 2)')).toBe(false)
    expect(fits('NOT not wd = 1 OR starred')).toBe(true)
  })

  it('takes a missing value as unequal to everything, and as none', () => {
    const young = record({ milestones: { memorization: null, generalization: null }, series: [] })
    expect(['delay > 0', 'delay < 0', 'delay = 0'].map((filter) => fits(filter, young))).toEqual([false, false, false])
    expect([fits('delay != 5', young), fits('delay = none', young), fits('delay != none', young)]).toEqual([true, true, false])
    expect(fits('test/accuracy.max != 1', young)).toBe(true)
    expect(fits('momentum = none')).toBe(true)
  })

  it('takes an empty list and an empty text as none', () => {
    const bare = record({ tags: [], notes: '' })
    const asked = ['tag = none', 'interventions = none', 'notes = none', 'tag != none', 'notes != none']
    expect(asked.map((filter) => fits(filter, bare))).toEqual([true, true, true, false, false])
    expect(asked.map((filter) => fits(filter))).toEqual([false, true, false, true, true])
  })

  it('takes none as a value where a field has it', () => {
    const gromov = record({ config: { model: { kind: 'quadratic-mlp' } } })
    const normalized = record({ config: { model: { kind: 'transformer', normalization: 'post' } } })
    const asked = ['normalization = none', 'normalization != none', 'model.normalization = "none"']
    expect(asked.map((filter) => fits(filter))).toEqual([true, false, true])
    expect(asked.map((filter) => fits(filter, gromov))).toEqual([false, true, false])
    expect(asked.map((filter) => fits(filter, normalized))).toEqual([false, true, false])
    expect(fits('normalization = null', gromov)).toBe(true)
  })

  it('never fits a value that is not a number', () => {
    const diverged = record({ series: [{ name: 'test/loss', count: 3, lastStep: 2, last: NaN, minimum: NaN, maximum: NaN }] })
    expect([fits('test/loss > 0', diverged), fits('test/loss <= 0', diverged), fits('test/loss = none', diverged)]).toEqual([false, false, true])
  })

  it.each([
    ['wd = abc', 5, 3, 'expected a number for wd, got abc (at character 6)'],
    ['wd ~ 1', 3, 1, 'wd is a number: use =, !=, <, <=, > or >='],
    ['task > add', 5, 1, 'task is text'],
    ['task = ad', 7, 2, 'expected add, subtract, multiply, divide, polynomial'],
    ['state = done', 8, 4, 'expected queued, training'],
    ['starred = maybe', 10, 5, 'expected true or false for starred'],
    ['delay < none', 6, 1, 'delay < none compares nothing'],
    ['created > yesterday', 10, 9, 'expected a day such as 2026-11-23'],
    ['created = 2026-13-45', 10, 10, 'expected a day such as 2026-11-23'],
    ['weigthdecay = 1', 0, 11, 'weigthdecay is not a field'],
    ['kind = adamw', 0, 4, 'kind may mean task.kind or task.split.kind or model.kind'],
    ['(wd > 1', 0, 1, 'the parenthesis is not closed'],
    ['wd > 1)', 6, 1, ') was not expected'],
    ['wd >', 4, 0, 'expected a value after wd >, but the filter ends'],
    ['wd > and', 5, 3, 'expected a value after wd >, got and'],
    ['wd = 1 and', 10, 0, 'expected a field such as wd, or a word to look for, but the filter ends'],
    ['= 1', 0, 1, 'got ='],
    ['name = "main', 7, 1, 'the same quote'],
    ['()', 1, 1, 'got )']
  ])('says what is wrong, and where: %s', (filter, position, length, message) => {
    const fault = faultOf(filter)
    expect(fault).toMatchObject({ position, length })
    expect(fault.message).toContain(message)
  })

  it('throws filter/invalid where it is not being typed', () => {
    expect(() => parseFilter('wd = abc')).toThrow(expect.objectContaining({ code: 'filter/invalid', detail: { position: 5, length: 3 } }))
  })

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('treats %s as any other word', (word) => {
    expect(fits(word)).toBe(false)
    expect(faultOf(`${word} = 1`).message).toContain('is not a field')
    expect(fits(`test/${word}.max = none`)).toBe(true)
  })

  it('has an end, however deep or long', () => {
    expect(faultOf('('.repeat(1000)).message).toContain('nested more than 50 deep')
    expect(faultOf('not '.repeat(400)).message).toContain('nested more than 50 deep')
    expect(faultOf('a'.repeat(2001)).message).toContain('at most 2000 characters')
  })

  it('goes through 1,000 runs of 20 series in far less than 100 ms', () => {
    const series = Array.from({ length: 20 }, (_, i) => ({ ...mainline.series[0], name: i === 19 ? 'test/accuracy' : `series/${i}` }))
    const runs = Array.from({ length: 1000 }, (_, i) => record({ name: `run ${i}`, series }))
    const filter = '(wd >= 0.1 and task = add or lr < 1e-4) and test/accuracy.max > 0.99 and not name ~ 99'
    let found: unknown[] = []
    // The fastest of a few, since other tests share the machine.
    const times = [1, 2, 3, 4, 5].map(() => {
      const start = performance.now()
      found = runs.filter(parseFilter(filter))
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(20)
    expect(found).toHaveLength(1000 - 19)
  })
})

describe('completing a filter', () => {
  const texts = (filter: string, cursor = filter.length, series: string[] = []) =>
    completeFilter(filter, cursor, series).choices.map(({ text }) => text)

  it('offers fields that begin with what was typed, then those that contain it', () => {
    expect(texts('wd > 1 and st').slice(0, 3)).toEqual(['state', 'step', 'starred'])
    expect(texts('weightd')[0]).toBe('optimizer.weightDecay')
    expect(completeFilter('wd > 1 and st', 13)).toMatchObject({ from: 11, to: 13 })
  })

  it('offers values after an operator', () => {
    expect(texts('task = ').slice(0, 5)).toEqual(['add', 'subtract', 'multiply', 'divide', 'polynomial'])
    expect(texts('state != gro')).toEqual(['grokked'])
    expect(texts('starred=')).toEqual(['true', 'false'])
    expect(texts('wd > ')).toEqual([])
  })

  it('offers the series that runs have', () => {
    expect(texts('test/', 5, ['test/accuracy', 'train/loss'])).toEqual(['test/accuracy', 'test/accuracy.min', 'test/accuracy.max'])
  })

  it('offers nothing that a filter does not understand', () => {
    for (const { name, kind, values } of filterFields(['test/loss'])) {
      const value = values?.[0] ?? { number: '1', text: 'a', switch: 'true', list: 'a', date: '2026-11-23' }[kind]
      expect(checkFilter(`${name} = ${value}`)).toMatchObject({ ok: true })
    }
  })
})
