import { SingleBar } from 'cli-progress'
import { isUnderWay, type Measurement } from '../../shared/measurement.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'
import { duration, shortNumber } from './table.ts'

const plainIntervalMs = 10_000

interface ProgressView {
  show: (measurement: Measurement) => void
  end: () => void
}

function valuesText(latest: Record<string, number>): string {
  return Object.entries(latest).map(([name, value]) => `${name} ${shortNumber(value)}`).join('  ')
}

function progressBar(): ProgressView {
  const bar = new SingleBar({ format: '{bar} {checkpoint}/{total} checkpoints  {left}  {values}', hideCursor: true, barsize: 24 })
  let started = false
  return {
    show({ done, total, secondsLeft, latest }) {
      const left = secondsLeft === null ? '' : `${duration(secondsLeft)} left`
      const payload = { checkpoint: Math.floor(done), left, values: valuesText(latest) }
      if (started) bar.update(done, payload)
      else bar.start(total, done, payload)
      started = true
    },
    end() { if (started) bar.stop() }
  }
}

function progressLines(output: Output): ProgressView {
  let shownAt = -Infinity
  return {
    show({ runId, done, total, secondsLeft, latest }) {
      output.event({ event: 'measure-progress', id: runId, done, total, secondsLeft, values: latest })
      if (Date.now() - shownAt < plainIntervalMs) return
      shownAt = Date.now()
      output.text(`${Math.floor(done)} of ${total} checkpoints  ${valuesText(latest)}`)
    },
    end() { return }
  }
}

/** Ctrl-C ends the measurement; it is gone on with when the run is measured again. */
function cancelOnSignals({ call, output }: Session, measurementId: number): () => void {
  const onSignal = () => {
    call('measures.cancel', { measurementIds: [measurementId] }).catch((error: unknown) => output.failure(error))
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
}

/** Shows a measurement's progress until it is over; answers how it ended. */
export async function followMeasurement(session: Session, { measurementId, runId, names }: Measurement): Promise<Measurement> {
  const { workbench, output, call } = session
  output.event({ event: 'measuring', id: runId, names })
  output.text(`measuring ${names.join(', ')}`)
  const view = output.interactive ? progressBar() : progressLines(output)
  const release = cancelOnSignals(session, measurementId)
  const unsubscribe = [workbench.on('measure.progress', (progress) => { if (progress.measurementId === measurementId) view.show(progress) })]
  const ended = await new Promise<Measurement>((resolve) => {
    const look = (list: readonly Measurement[]) => {
      const found = list.find((other) => other.measurementId === measurementId)
      if (found !== undefined && !isUnderWay(found)) resolve(found)
    }
    unsubscribe.push(workbench.on('measures.changed', look))
    void call('measures.list', {}).then(look)
  })
  view.end()
  release()
  for (const end of unsubscribe) end()
  output.event({ event: 'measured', id: runId, status: ended.state, names, last: ended.latest, ...(ended.error === null ? {} : { error: ended.error }) })
  output.text(`${ended.state}: ${Math.floor(ended.done)} of ${ended.total} checkpoints  ${valuesText(ended.latest)}`)
  if (ended.error !== null) output.note(`grokscope: ${ended.error.message}`)
  return ended
}
