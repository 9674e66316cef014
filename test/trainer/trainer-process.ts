import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { parseConfig } from '../../shared/config/validate.ts'
import { defaultRuntimeFolder } from '../../src-main/runtime/folder.ts'
import type { Checkpoint, FromTrainer, ToTrainer, WireTensor } from '../../src-main/trainer/protocol.ts'

type Kind = FromTrainer['kind']
type Message<K extends Kind> = Extract<FromTrainer, { kind: K }>

/** A quadratic MLP that groks within a second. */
export const quickConfig = {
  task: { kind: 'modular', operation: 'add', modulus: 23, trainFraction: 0.6 },
  model: { kind: 'quadratic-mlp', hiddenWidth: 120 },
  loss: { kind: 'mean-squared-error' },
  optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 3 },
  schedule: { measure: { kind: 'every', steps: 1 }, snapshot: { kind: 'every', steps: 20 }, checkpoint: { kind: 'every', steps: 50 } },
  stop: { maximumSteps: 200 }
}

interface TrainerOptions {
  checkpoint?: Checkpoint | null
  given?: WireTensor[]
  backend?: 'tensorflow' | 'portable'
  /** Options of Node.js. */
  execArgv?: string[]
}

/** A real trainer process and everything that it said. */
export class TrainerUnderTest {
  readonly messages: FromTrainer[] = []
  readonly child: ChildProcess
  readonly exited: Promise<unknown>
  errorOutput = ''
  private readonly waiting: (() => void)[] = []

  constructor(config: unknown, options: TrainerOptions = {}) {
    const { execArgv = [] } = options
    this.child = fork(path.join(import.meta.dirname, '../../src-main/trainer/main.ts'), [], { execArgv, serialization: 'advanced', stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
    this.exited = once(this.child, 'exit')
    this.child.stderr?.on('data', (chunk: Buffer) => { this.errorOutput += chunk.toString() })
    this.child.on('message', (message) => {
      this.messages.push(message as FromTrainer)
      for (const wake of this.waiting.splice(0)) wake()
    })
    this.child.once('exit', () => { for (const wake of this.waiting.splice(0)) wake() })
    this.send({
      kind: 'start', given: options.given ?? [], config: parseConfig(config), backend: options.backend ?? 'tensorflow', threads: 1,
      runtimeFolder: defaultRuntimeFolder(), checkpoint: options.checkpoint ?? null
    })
  }

  send(message: ToTrainer): void {
    this.child.send(message)
  }

  all<K extends Kind>(kind: K): Message<K>[] {
    return this.messages.filter((message): message is Message<K> => message.kind === kind)
  }

  /** Waits for a message of a kind that fulfils a condition. */
  async until<K extends Kind>(kind: K, condition: (message: Message<K>) => boolean = () => true): Promise<Message<K>> {
    for (;;) {
      const found = this.all(kind).find(condition)
      if (found !== undefined) return found
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`the trainer ended without ${kind}: ${this.errorOutput}`)
      await new Promise<void>((resolve) => { this.waiting.push(resolve) })
    }
  }

  /** Points of a series up to and including a step. */
  series(name: string, lastStep = Infinity): [number, number][] {
    return this.all('points').flatMap(({ series }) => series).filter((part) => part.name === name)
      .flatMap(({ steps, values }) => Array.from(steps, (step, index): [number, number] => [step, values[index]]))
      .filter(([step]) => step <= lastStep)
  }

  seriesNames(): string[] {
    return [...new Set(this.all('points').flatMap(({ series }) => series.map(({ name }) => name)))]
  }
}

/** A run from start to end. */
export async function trainToEnd(config: unknown, options: ConstructorParameters<typeof TrainerUnderTest>[1] = {}): Promise<TrainerUnderTest> {
  const trainer = new TrainerUnderTest(config, options)
  await trainer.until('ended')
  await trainer.exited
  return trainer
}
