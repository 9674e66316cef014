import { describe, expect, it } from 'vitest'
import { explainPhase, hasGrokked, phaseOf, type Phase, type PhaseSubject } from '../../shared/phase.ts'
import type { RunState } from '../../shared/run.ts'

function run(memorization: number | null, generalization: number | null, state: RunState = 'finished'): PhaseSubject {
  return { state, step: 40_000, milestones: { memorization, generalization }, config: { thresholds: { memorization: 0.99, generalization: 0.995 } } }
}

describe('the phase of a run', () => {
  const cases: [string, number | null, number | null, Phase][] = [
    ['generalizes at once', 200, 200, 'comprehension'],
    ['generalizes 999 steps late', 200, 1199, 'comprehension'],
    ['generalizes 1,000 steps late', 200, 1200, 'grokking'],
    ['generalizes before it memorizes', 500, 200, 'comprehension'],
    ['generalizes and never memorizes', null, 5000, 'comprehension'],
    ['memorizes only', 200, null, 'memorization'],
    ['does neither', null, null, 'confusion']
  ]

  it.each(cases)('that %s', (_, memorization, generalization, phase) => {
    expect(phaseOf(run(memorization, generalization))).toBe(phase)
  })

  it('moves with the delay threshold', () => {
    expect(phaseOf(run(200, 700), 500)).toBe('grokking')
    expect(phaseOf(run(200, 700), 501)).toBe('comprehension')
  })

  it('is grokking for each run that is said to have grokked, and for no other', () => {
    for (const [, memorization, generalization, phase] of cases) expect(hasGrokked(run(memorization, generalization))).toBe(phase === 'grokking')
    expect([hasGrokked(run(200, 700), 500), hasGrokked(run(200, 700), 501)]).toEqual([true, false])
  })

  it.each(['queued', 'training', 'paused', 'interrupted', 'failed'] as const)('is open while more training may decide it: %s', (state) => {
    expect(phaseOf(run(200, null, state))).toBe('undecided')
    expect(phaseOf(run(null, null, state))).toBe('undecided')
    expect(phaseOf(run(200, 9000, state))).toBe('grokking')
  })

  it.each(['stopped', 'diverged'] as const)('is settled once a run is %s', (state) => {
    expect(phaseOf(run(200, null, state))).toBe('memorization')
  })

  it('is open for a run that was stopped before its first step', () => {
    const untrained = { ...run(null, null, 'stopped'), step: 0 }
    expect(phaseOf(untrained)).toBe('undecided')
    expect(explainPhase(untrained)).toContain('the run has not trained')
  })
})

describe('the explanation of a phase', () => {
  it('names the thresholds and the steps', () => {
    expect(explainPhase(run(200, 7600))).toBe('Grokking: 99 % training accuracy was reached at step 200, 99.5 % test accuracy was reached at step 7,600; '
      + 'a delay of 7,400 steps, at or above the threshold of 1,000 steps (classes of Liu et al. 2022).')
    expect(explainPhase(run(200, 201))).toContain('a delay of 1 step, below the threshold of 1,000 steps')
  })

  it('says what is missing', () => {
    expect(explainPhase(run(200, null))).toBe('Memorization: 99 % training accuracy was reached at step 200, 99.5 % test accuracy was not reached; '
      + 'the run ended at step 40,000 (classes of Liu et al. 2022).')
    expect(explainPhase(run(null, null))).toMatch(/^Confusion: 99 % training accuracy was not reached/)
    expect(explainPhase(run(null, null, 'training'))).toMatch(/^Undecided: .*; the run has not ended/)
    expect(explainPhase(run(500, 200))).toContain('generalization came 300 steps before memorization')
    expect(explainPhase(run(null, 200))).toContain('generalization did not wait for memorization')
  })
})
