import type { FromTrainer, FromTraining } from '../trainer/protocol.ts'

/** False for what only a measuring process says. */
export function isOfTraining(message: FromTrainer): message is FromTraining {
  return message.kind !== 'measuring' && message.kind !== 'measure-progress' && message.kind !== 'measured'
}
