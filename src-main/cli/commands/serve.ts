import type { Command } from 'commander'
import { startServer } from '../../server/server.ts'
import { localFolders } from '../../workbench/open-local.ts'
import { common, type Context } from '../context.ts'
import { openBrowser } from '../open-browser.ts'
import { wholeNumber, withSession } from '../session.ts'

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one ends the process by `force`. */
function untilSignal(force: () => void): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  return new Promise((resolve) => {
    let asked = false
    const onSignal = () => {
      if (asked) force()
      asked = true
      resolve()
    }
    for (const signal of signals) process.on(signal, onSignal)
  })
}

/** serve. */
export function addServeCommand(program: Command, context: Context): void {
  common(program.command('serve'))
    .summary('open the workbench in a browser')
    .description('Serves the interface on this machine\'s loopback address only, and trains what is in the queue. From afar: ssh -L 4747:127.0.0.1:4747 HOST.')
    .option('--port <port>', 'port (default: 4747, or a free one where that is taken)')
    .option('--open', 'open the browser')
    .action(context.act(async (output, { home, port, open }: { home?: string; port?: string; open?: boolean }) => {
      const named = port === undefined ? null : wholeNumber('--port', port, { minimum: 0, maximum: 65_535 })
      return withSession({ home: home ?? null, access: 'any', output, autostart: true }, async ({ workbench }) => {
        const server = await startServer({ workbench, rendererFolder: localFolders.renderer, port: named })
        output.event({ event: 'serving', url: server.url, port: server.port })
        output.text(`Grokscope is open at\n\n  ${server.url}\n\nCtrl-C ends it.`)
        if (workbench.store.readOnly !== null) output.note(`Read only: ${workbench.store.readOnly}`)
        if (open === true && !(await openBrowser(server.url))) output.note('No browser could be opened; open the address by hand.')
        await untilSignal(() => workbench.kill())
        output.note('Closing: runs in training keep a last checkpoint.')
        await server.close()
        return 0
      })
    }))
}
