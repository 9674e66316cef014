import * as tf from '@tensorflow/tfjs-core'
import type { Executor, HostArray, Program, RowUpdate } from '../../shared/program.ts'

type Tensors = Record<string, tf.Tensor>

function mapValues<A, B>(record: Record<string, A>, convert: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value, key)]))
}

/** A copy with some rows replaced. */
function withRows(tensor: tf.Tensor, { row, values }: RowUpdate): tf.Tensor {
  return tf.tensorScatterUpdate(tensor, tf.reshape(row, [-1, 1]), values)
}

class EagerExecutor implements Executor {
  private readonly program: Program
  private state: Tensors

  constructor(program: Program) {
    this.program = program
    this.state = mapValues(program.state, ({ initial, shape, dtype }) => tf.tensor(initial.slice(), shape, dtype))
  }

  run(name: string, feeds: Record<string, HostArray>): Record<string, HostArray> {
    const definition = this.program.functions[name]
    if (definition === undefined) throw new Error(`the program has no function ${name}`)
    const result = tf.tidy(() => {
      const inputs = mapValues(definition.feeds, ({ shape, dtype }, key) => tf.tensor(feeds[key], shape, dtype))
      const { outputs, state, rows } = definition.run(this.state, inputs)
      const changed = { ...state, ...mapValues(rows ?? {}, (update, key) => withRows(this.state[key], update)) }
      return { outputs, state: mapValues(changed, (tensor) => tf.keep(tensor.clone())) }
    })
    this.replace(result.state)
    const outputs = mapValues(result.outputs, (tensor) => tensor.dataSync<'float32' | 'int32'>().slice() as HostArray)
    tf.dispose(Object.values(result.outputs).filter((tensor) => !Object.values(this.state).includes(tensor)))
    return outputs
  }

  readState(): Record<string, HostArray> {
    return mapValues(this.state, (tensor) => tensor.dataSync<'float32' | 'int32'>().slice() as HostArray)
  }

  writeState(state: Record<string, HostArray>): void {
    this.replace(mapValues(state, (values, key) => tf.tensor(values.slice(), this.program.state[key].shape, this.program.state[key].dtype)))
  }

  dispose(): void {
    tf.dispose(this.state)
  }

  private replace(state: Tensors): void {
    for (const [key, tensor] of Object.entries(state)) {
      this.state[key].dispose()
      this.state[key] = tensor
    }
  }
}

/** Runs a program op by op on tfjs's current backend, whichever it is. */
export function runEagerly(program: Program): Executor {
  return new EagerExecutor(program)
}
