import { fromWireError, GrokscopeError } from '../../shared/errors.ts'
import type { SelfTest } from '../runtime/index.ts'
import type { TrainerHost } from '../trainer/protocol.ts'

/** The runtime's self-test in a trainer process: the only kind of process that a packed application can start. */
export function selfTestBy(host: TrainerHost): SelfTest {
  return (bindingFile, signal) => new Promise((resolve, reject) => {
    const trainer = host.start({})
    signal?.addEventListener('abort', () => { trainer.kill() })
    trainer.onMessage((message) => {
      if (message.kind !== 'self-tested') return
      if (message.error === null) resolve()
      else reject(fromWireError(message.error))
    })
    trainer.onExit(({ code, errorOutput }) => {
      reject(new GrokscopeError('runtime/unusable', `TensorFlow was installed but its self-test ended with status ${code}: ${errorOutput.trim().split('\n').at(-1) ?? ''}`))
    })
    trainer.send({ kind: 'self-test', bindingFile })
  })
}
