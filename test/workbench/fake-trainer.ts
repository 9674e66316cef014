import { setTimeout as wait } from 'node:timers/promises'
import type { Checkpoint, FromTrainer, MeasureStart, ToTrainer, TrainerStart } from '../../src-main/trainer/protocol.ts'

/** A trainer that computes nothing: it speaks the protocol, one step a millisecond, and fails as FAKE_TRAINER says. */
const mode = process.env.FAKE_TRAINER ?? 'sound'
const stepMs = 1
const failingStep = 20
let wish: 'train' | 'pause' | 'stop' = 'train'

const send = (message: FromTrainer) => new Promise((resolve) => { process.send?.(message, undefined, undefined, resolve) })
const milestonesAt = (step: number) => ({ memorization: step >= 10 ? 10 : null, generalization: step >= 30 ? 30 : null })

function checkpointAt(step: number): Checkpoint {
  return {
    step, tensors: [{ name: 'weight', shape: [2], dtype: 'float32', data: Float32Array.of(step, -step) }],
    header: { formatVersion: 1, backend: 'portable', rolling: false, milestones: milestonesAt(step), trainingSeconds: step * stepMs / 1000 }
  }
}

async function report(from: number, to: number): Promise<void> {
  const steps = Float64Array.from({ length: to - from }, (_, index) => from + index)
  await send({ kind: 'points', step: to - 1, series: [
    { name: 'train/loss', steps, values: steps.map((step) => 1 / (1 + step)) },
    { name: 'test/accuracy', steps, values: steps.map((step) => Math.min(1, step / 30)) }
  ] })
  await send({ kind: 'progress', step: to - 1, stepsPerSecond: 1000 / stepMs, trainingSeconds: to * stepMs / 1000, milestones: milestonesAt(to - 1) })
}

async function fail(step: number): Promise<boolean> {
  if (step < failingStep) return false
  if (mode === 'crash') {
    process.stderr.write('Segmentation fault in a native library\n')
    process.exit(3)
  }
  if (mode === 'killed') process.kill(process.pid, 'SIGKILL')
  if (mode !== 'diverge') return false
  await send({ kind: 'ended', status: 'diverged', step, error: { code: 'trainer/diverged', message: 'the gradient of embedding is NaN at step 20', detail: { tensor: 'embedding' }, step } })
  return true
}

async function flood(): Promise<void> {
  for (let batch = 0; batch < 200; batch++) await report(batch * 500 + 1, (batch + 1) * 500 + 1)
}

async function paused(step: number): Promise<void> {
  await send({ kind: 'checkpoint', checkpoint: checkpointAt(step) })
  await send({ kind: 'paused', step })
  while (wish === 'pause') await wait(5)
}

async function prepare(): Promise<void> {
  await send({ kind: 'preparing', message: 'nothing in particular' })
  while (mode === 'preparing') await wait(1000)
}

async function train({ config, checkpoint, threads }: TrainerStart): Promise<void> {
  await prepare()
  await send({ kind: 'ready', parameterCount: 2, environment: { backend: 'portable', library: 'fake', device: 'none', threads, xla: false, application: '0' } })
  const last = config.stop.maximumSteps
  let step = checkpoint === null ? 0 : checkpoint.step
  if (checkpoint === null) await report(0, 1)
  if (mode === 'flood') return void (await flood())
  while (step < last) {
    await wait(10 * stepMs)
    const next = Math.min(step + 10, last)
    await report(step + 1, next + 1)
    step = next
    await send({ kind: 'snapshot', snapshot: { tensor: 'embedding', step, shape: [5, 3], data: Float32Array.from({ length: 15 }, (_, index) => Math.sin(index * (1 + step))) } })
    if (step % 20 === 0) await send({ kind: 'checkpoint', checkpoint: checkpointAt(step) })
    if (await fail(step)) return
    if (wish === 'pause' && mode !== 'deaf') await paused(step)
    if (wish === 'stop' && mode !== 'deaf') break
  }
  await send({ kind: 'checkpoint', checkpoint: checkpointAt(step) })
  await send({ kind: 'ended', status: step < last ? 'stopped' : 'finished', step, error: null })
}

/** Two series that are the checkpoint's step, and how many checkpoints this process measured; fails at the third as FAKE_TRAINER says. */
let measured = 0
async function startMeasuring({ threads }: MeasureStart): Promise<void> {
  const environment = { backend: 'portable', library: 'fake', device: 'none', threads, xla: false, application: '0' } as const
  await send({ kind: 'measuring', environment, series: ['fake/step', 'fake/count'] })
}

async function measure({ step }: Checkpoint): Promise<void> {
  if (mode === 'deaf') return
  await send({ kind: 'measure-progress', step, fraction: 0.5 })
  await wait(20)
  measured++
  if (measured === 3 && mode === 'crash') {
    process.stderr.write('Segmentation fault in a native library\n')
    process.exit(3)
  }
  await send({ kind: 'measured', step, values: { 'fake/step': step, 'fake/count': measured } })
}

process.on('disconnect', () => process.exit(0))
process.on('message', (message: ToTrainer) => {
  if (message.kind === 'self-test') throw new Error('the fake trainer has nothing to test')
  if (message.kind === 'measure') return void startMeasuring(message)
  if (message.kind === 'measure-checkpoint') return void measure(message.checkpoint)
  if (message.kind !== 'start') {
    wish = message.kind === 'continue' ? 'train' : message.kind
    if (message.kind === 'stop' && measured > 0) void send({ kind: 'ended', status: 'finished', step: 0, error: null }).then(() => process.exit(0))
    return
  }
  void train(message).then(() => { if (mode !== 'lingering') process.exit(0) })
})
