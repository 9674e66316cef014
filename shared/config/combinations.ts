import { GrokscopeError } from '../errors.ts'
import { parsePolynomial } from '../numerics/polynomial.ts'
import { isPrime } from '../numerics/primes.ts'
import type { RunConfig } from './schema.ts'
import { taskSize } from './task-size.ts'
import type { ConfigIssue } from './validate.ts'

function checkTask({ task }: RunConfig): ConfigIssue[] {
  const issues: ConfigIssue[] = []
  if (task.operation === 'divide' && !isPrime(task.modulus)) {
    issues.push({ path: 'task.modulus', message: `expected a prime for division, got ${task.modulus}` })
  }
  const size = taskSize(task)
  if (size.train < 1) issues.push({ path: 'task.trainFraction', message: `leaves no training example of ${size.total}; expected a fraction above 0` })
  if (size.test < 1) issues.push({ path: 'task.trainFraction', message: `leaves no test example of ${size.total}; expected a fraction below 1` })
  if (task.operation === 'polynomial') issues.push(...checkExpression(task.expression))
  if (task.operation !== 'polynomial' && task.expression !== '') {
    issues.push({ path: 'task.expression', message: `is used by the operation polynomial only; expected nothing for ${task.operation}` })
  }
  return issues
}

function checkExpression(expression: string): ConfigIssue[] {
  try {
    parsePolynomial(expression)
    return []
  } catch (error) {
    if (error instanceof GrokscopeError) return [{ path: 'task.expression', message: error.message }]
    throw error
  }
}

function checkModel({ model }: RunConfig): ConfigIssue[] {
  if (model.kind === 'transformer' && model.width % model.heads !== 0) {
    return [{ path: 'model.heads', message: `expected a divisor of the width ${model.width}, got ${model.heads}` }]
  }
  return []
}

function checkBatch({ batch, task }: RunConfig): ConfigIssue[] {
  const { train } = taskSize(task)
  if (batch.kind === 'minibatch' && batch.size > train) {
    return [{ path: 'batch.size', message: `expected at most the ${train} training examples, got ${batch.size}` }]
  }
  return []
}

/** What no single field shows: every rule that joins two fields of a config. */
export function checkCombinations(config: RunConfig): ConfigIssue[] {
  return [...checkTask(config), ...checkModel(config), ...checkBatch(config)]
}
