import { app } from './app.ts'
import { browserAddress } from './browser-window.ts'

export type ToStandIn = { kind: 'evaluate'; id: number; source: string; argument: unknown } | { kind: 'address' }
export type FromStandIn = { kind: 'value'; id: number; value: unknown } | { kind: 'error'; id: number; message: string } | { kind: 'address'; address: string | null }

const addressIntervalMs = 20

/** Lets the test that forked this process run functions in it, as Playwright does in a real Electron. */
export function answerTests(electron: object): void {
  if (process.send === undefined) return
  const send = (message: FromStandIn) => void process.send?.(message, undefined, undefined, () => undefined)
  process.on('message', (message: ToStandIn) => {
    if (message.kind === 'address') void untilAddress().then((address) => send({ kind: 'address', address }))
    else void evaluate(electron, message).then(send)
  })
  process.on('disconnect', () => app.exit(1))
  process.channel?.unref()
}

async function untilAddress(): Promise<string | null> {
  for (;;) {
    const address = browserAddress()
    if (address !== null) return address
    await new Promise((resolve) => setTimeout(resolve, addressIntervalMs))
  }
}

async function evaluate(electron: object, { id, source, argument }: Extract<ToStandIn, { kind: 'evaluate' }>): Promise<FromStandIn> {
  try {
    // The text of a function of the test, as Playwright takes it too.
    const work = new Function(`return (${source})`)() as (electron: object, argument: unknown) => unknown
    return { kind: 'value', id, value: await work(electron, argument) }
  } catch (error) {
    return { kind: 'error', id, message: error instanceof Error ? error.stack ?? error.message : String(error) }
  }
}
