import { beforeAll, describe, expect, test } from 'vitest'
import type { RunConfigInput } from '../../../shared/config/schema.ts'
import { taskSize } from '../../../shared/config/task-size.ts'
import { checkConfig, parseConfig } from '../../../shared/config/validate.ts'
import { amplifierLayout, initialAmplifier } from '../../../src-main/lab/interventions/amplifier/network.ts'
import { buildProgram } from '../../../src-main/lab/program.ts'
import { buildTask } from '../../../src-main/lab/tasks/index.ts'
import { runEagerly } from '../../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from '../backends.ts'
import { relativeError } from '../derivatives.ts'

type Amplifier = Extract<NonNullable<RunConfigInput['interventions']>[number], { kind: 'neural-amplifier' }>

function raw(amplifier: Partial<Amplifier> = {}, model: object = {}): RunConfigInput {
  return {
    task: { kind: 'operator-sequence', operation: 'add', modulus: 11 },
    model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 16, ...model },
    loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam', weightDecay: 1e-3 }, batch: { kind: 'minibatch', size: 20 }, measures: [],
    interventions: [{ kind: 'neural-amplifier', hiddenWidth: 8, outerFraction: 0.05, outerInterval: 2, outerLearningRate: 0.01, pieces: 64, ...amplifier }]
  }
}

const issuesOf = (config: unknown) => {
  const check = checkConfig(config)
  return check.ok ? [] : check.issues
}

const phiName = 'intervention/neural-amplifier/phi'

describe('the sets of NeuralGrok', () => {
  test.each([
    ['add', 97, [4562, 93, 4657]], ['square-subtract', 97, [4562, 93, 4657]], ['product-sum', 7, [6050, 123, 6175]]
  ] as const)('%s modulo %d: D_inner, D_outer and test set have %j equations', (operation, modulus, expected) => {
    const config = parseConfig({ ...raw({ outerFraction: 0.01 }), task: { kind: 'operator-sequence', operation, modulus } })
    const { trainIndices, outerIndices, testIndices } = buildTask(config)
    expect([trainIndices.length, outerIndices.length, testIndices.length]).toEqual(expected)
    expect(taskSize(config)).toMatchObject({ train: expected[0], outer: expected[1], test: expected[2] })
    expect(new Set([...trainIndices, ...outerIndices, ...testIndices]).size).toBe(taskSize(config).total)
  })
})

describe('what is refused', () => {
  test('an amplifier beside a frozen embedding', () => {
    expect(issuesOf(raw({}, { embeddingTrained: false }))).toMatchObject([{ path: 'interventions.0.kind', message: expect.stringContaining('frozen') as string }])
  })

  test('an outer set without examples, unless the amplifier is that of another run', () => {
    expect(issuesOf(raw({ outerFraction: 0.001 }))).toMatchObject([{ path: 'interventions.0.outerFraction' }])
    expect(issuesOf(raw({ outerFraction: 0, weightsFrom: 'a-run' }))).toEqual([])
  })
})

describe.each(backends)('the neural amplifier in a run on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  function train(config: RunConfigInput, steps: number, given: Record<string, Float32Array> = {}) {
    const program = buildProgram(parseConfig(config), given)
    const executor = runEagerly(program.program)
    const losses = Array.from({ length: steps }, (_, done) => executor.run(program.trainFunction(done), program.trainFeeds(done)).loss[0])
    const result = { losses, state: executor.readState(), fault: program.fault(executor), reports: program.measure(executor, steps) }
    executor.dispose()
    program.dispose()
    return result
  }

  test('learns at every T-th step only, and reports its loss and its pieces', () => {
    const start = initialAmplifier([8, 8], 0)
    expect([...train(raw(), 1).state[phiName]]).toEqual([...start])
    const { state, reports, fault } = train(raw(), 2)
    expect(Math.max(...state[phiName].map((value, index) => Math.abs(value - start[index])))).toBeGreaterThan(1e-3)
    expect(reports['neural-amplifier/outer-loss']).toBeGreaterThan(1)
    expect(reports['neural-amplifier/pieces']).toBeGreaterThan(8)
    expect(fault).toBeNull()
  })

  describe.each([
    { outerInterval: 1, following: ['train', 'train-every-1', 'train-every-1'], own: ['train-every-1', 'train-every-1', 'train-every-1'] },
    { outerInterval: 2, following: ['train', 'train', 'train-every-2'], own: ['train', 'train-every-2', 'train'] }
  ])('on the whole training set, with T = $outerInterval', ({ outerInterval, following, own }) => {
    const full = (changes: object = {}): RunConfigInput => ({ ...raw({ outerInterval }), batch: { kind: 'full' }, ...changes })
    const names = (config: RunConfigInput) => {
      const program = buildProgram(parseConfig(config))
      const found = [0, 1, 2].map((done) => program.trainFunction(done))
      expect(Object.keys(program.program.functions)).toEqual(expect.arrayContaining(found))
      program.dispose()
      return found
    }

    test('learns from the gradient of the next step, and takes the steps of a minibatch as large as the set', () => {
      const { train: size } = taskSize(parseConfig(full()))
      const [whole, mini] = [full(), full({ batch: { kind: 'minibatch', size } })].map((config) => train(config, 9))
      expect(relativeError(whole.losses, mini.losses)).toBeLessThan(1e-4)
      const behind = train(full({ batch: { kind: 'minibatch', size } }), 8).state[phiName]
      expect(relativeError(whole.state[phiName], behind)).toBeLessThan(1e-4)
      expect(relativeError(initialAmplifier([8, 8], 0), behind)).toBeGreaterThan(1e-2)
      expect(names(full())).toEqual(following)
    })

    test.each([
      ['dropout', { model: { kind: 'transformer', width: 8, heads: 2, mlpWidth: 16, dropout: 0.1 } }],
      ['weight noise', { interventions: [{ kind: 'weight-noise', deviation: 0.01 }, ...raw({ outerInterval }).interventions!] }]
    ] as [string, object][])('has a gradient of its own beside %s, whose steps see other weights', (_, changes) => {
      expect(names(full(changes))).toEqual(own)
    })
  })

  test('learns in the plain form as in pieces', () => {
    const [plain, pieces] = (['plain', 'piecewise'] as const).map((form) => train(raw({ form }), 6))
    expect(relativeError(plain.losses, pieces.losses)).toBeLessThan(1e-5)
    expect(relativeError(plain.state[phiName], pieces.state[phiName])).toBeLessThan(1e-4)
  })

  test('an amplifier of another run is used as it is', () => {
    const phi = initialAmplifier([8, 8], 123)
    const { state, losses } = train(raw({ weightsFrom: 'a-run' }), 4, { [phiName]: phi })
    expect([...state[phiName]]).toEqual([...phi])
    expect(Object.keys(state)).not.toContain('intervention/neural-amplifier/moment1')
    const own = train(raw({ weightsFrom: 'a-run' }), 4).losses
    expect(losses[0]).toBe(own[0])
    expect(losses[3]).not.toBe(own[3])
  })

  test('an amplifier of another shape is refused', () => {
    const phi = new Float32Array(amplifierLayout([9, 9]).size)
    expect(() => buildProgram(parseConfig(raw({ weightsFrom: 'a-run' })), { [phiName]: phi })).toThrow(/same hidden layers and width/)
  })

  test('more pieces than there is room for end the run with a reason, and nothing wrong is used', () => {
    const { losses, fault } = train(raw({ hiddenWidth: 15, pieces: 16 }), 2)
    expect(losses[0]).toBeGreaterThan(0)
    expect(losses[1]).toBeNaN()
    expect(fault).toMatch(/neural-amplifier: the amplifier has \d+ linear pieces and room for 16; raise its field pieces to at least \d+/)
    expect(train(raw({ hiddenWidth: 15, pieces: 16, form: 'plain' }), 2).losses[1]).toBeGreaterThan(0)
  })
})
