import type { Command } from 'commander'
import { SingleBar } from 'cli-progress'
import type { Events, RuntimeStatus } from '../../../shared/rpc.ts'
import { checkRuntime, defaultRuntimeFolder, installRuntime, runtimeStatus } from '../../runtime/index.ts'
import { common, type Context } from '../context.ts'
import type { Output } from '../output.ts'

function tellStatus(output: Output, status: RuntimeStatus): void {
  output.event({ event: 'status', ...status, folder: defaultRuntimeFolder() })
  output.text(`${status.usable === 'tensorflow' ? 'TensorFlow' : 'Portable backend'}: ${status.library}, ${status.device}`)
  if (status.reason !== null) output.text(status.reason)
}

function installView(output: Output): { show: (progress: Events['runtime.progress']) => void; end: () => void } {
  if (!output.interactive) {
    let said = ''
    const show = (progress: Events['runtime.progress']) => {
      output.event({ event: 'progress', ...progress })
      if (progress.stage !== said) output.text(`${progress.stage}: ${progress.message}`)
      said = progress.stage
    }
    return { show, end: () => undefined }
  }
  const bar = new SingleBar({ format: '{bar} {percentage} %  {message}', hideCursor: true, barsize: 24 })
  bar.start(100, 0, { message: '' })
  return { show: ({ fraction, message }) => bar.update(Math.round((fraction ?? 0) * 100), { message }), end: () => bar.stop() }
}

async function install(output: Output): Promise<number> {
  const abort = new AbortController()
  const onSignal = () => abort.abort()
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  const view = installView(output)
  try {
    const status = await installRuntime(defaultRuntimeFolder(), view.show, abort.signal)
    view.end()
    tellStatus(output, status)
    return status.usable === 'tensorflow' ? 0 : 1
  } finally {
    view.end()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

async function check(output: Output): Promise<number> {
  const { status, findings } = await checkRuntime(defaultRuntimeFolder())
  tellStatus(output, status)
  output.event({ event: 'check', ok: findings.length === 0, findings })
  output.text(findings.length === 0 ? 'Everything is in order.' : findings.join('\n'))
  return findings.length === 0 ? 0 : 1
}

/** runtime status, install, check. */
export function addRuntimeCommands(program: Command, context: Context): void {
  const runtime = program.command('runtime').summary('TensorFlow: status, install, check').description('Looks after the TensorFlow that trains runs.')
  common(runtime.command('status')).description('Says what runs would be trained with now.').action(context.act(async (output) => {
    tellStatus(output, await runtimeStatus(defaultRuntimeFolder()))
    return 0
  }))
  common(runtime.command('install')).description('Installs TensorFlow, or repairs it.').action(context.act((output) => install(output)))
  common(runtime.command('check')).description('Verifies the installation file by file and runs its self-test.').action(context.act((output) => check(output)))
}
