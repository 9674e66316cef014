import { toWireError } from '../../shared/errors.ts'
import { applicationVersion } from '../../shared/version.ts'
import { buildProgram } from '../lab/program.ts'
import { loadBackend } from '../runtime/load.ts'
import { testTensorFlow } from '../runtime/self-test.ts'
import { openChannel, type TrainerChannel } from './channel.ts'
import { restoreCheckpoint } from './checkpoint.ts'
import { Control } from './control.ts'
import { Divergence } from './divergence.ts'
import { failure, type Ending } from './failure.ts'
import { Measuring } from './measuring.ts'
import type { FromTrainer, TrainerStart } from './protocol.ts'
import { Training } from './training.ts'
import { winsWithXla } from './xla-policy.ts'

/** A checkpoint goes on bit by bit only on the backend that made it. */
function wantedBackend({ backend, checkpoint }: TrainerStart): TrainerStart['backend'] {
  return backend === 'automatic' && checkpoint !== null ? checkpoint.header.backend : backend
}

async function train(start: TrainerStart, channel: TrainerChannel, control: Control): Promise<Ending> {
  channel.send({ kind: 'preparing', message: 'loading the backend' })
  const loaded = await loadBackend({
    backend: wantedBackend(start), threads: start.threads, runtimeFolder: start.runtimeFolder, xla: winsWithXla(start.config)
  })
  channel.send({ kind: 'preparing', message: 'compiling the step' })
  const program = buildProgram(start.config, Object.fromEntries(start.given.map(({ name, data }) => [name, data])))
  const executor = loaded.execute(program.program)
  const state = restoreCheckpoint(executor, program.program, start.checkpoint)
  if (!state.resumed) channel.send({ kind: 'preparing', message: 'measuring before the first step' })
  channel.send({ kind: 'ready', environment: { ...loaded.environment, application: applicationVersion }, parameterCount: program.parameterCount })
  const training = new Training({ config: start.config, program, executor, backend: loaded.environment.backend, channel, control }, state)
  try {
    const status = await training.run()
    return { kind: 'ended', status, step: training.currentStep, error: null }
  } catch (error) {
    if (!(error instanceof Divergence)) throw error
    training.reportLast()
    return { kind: 'ended', status: 'diverged', step: error.step, error: { code: 'trainer/diverged', message: error.message, detail: { tensor: error.tensor }, step: error.step } }
  }
}

async function trainSafely(start: TrainerStart, channel: TrainerChannel, control: Control): Promise<Ending> {
  try {
    return await train(start, channel, control)
  } catch (error) {
    return failure(error)
  }
}

function selfTest(bindingFile: string | null): FromTrainer {
  try {
    testTensorFlow(bindingFile)
    return { kind: 'self-tested', error: null }
  } catch (error) {
    return { kind: 'self-tested', error: toWireError(error) }
  }
}

async function main(): Promise<void> {
  const channel = await openChannel()
  const control = new Control()
  const sayLast = async (message: FromTrainer): Promise<void> => {
    channel.send(message)
    await channel.flush()
    process.exit(0)
  }
  channel.onClose(() => { process.exit(0) })
  let measuring: Measuring | null = null
  channel.onMessage((message) => {
    if (message.kind === 'start') void trainSafely(message, channel, control).then(sayLast)
    else if (message.kind === 'self-test') void sayLast(selfTest(message.bindingFile))
    else if (message.kind === 'measure') {
      measuring = new Measuring(message, channel)
      void measuring.ended.then(sayLast)
    } else if (message.kind === 'measure-checkpoint') measuring?.take(message.checkpoint)
    else if (message.kind === 'stop' && measuring !== null) measuring.stop()
    else control.take(message)
  })
}

await main()
