import { SingleBar } from 'cli-progress'
import { isUnderWay, type Measurement } from '../../shared/measurement.ts'
import { delaySteps, type RunRecord } from '../../shared/run.ts'
import type { RunProgress } from '../../shared/rpc.ts'
import { followMeasurement } from './follow-measurements.ts'
import type { Output } from './output.ts'
import { onLongPreparation } from './preparation.ts'
import type { Session } from './session.ts'
import { stopOnSignals } from './signals.ts'
import { duration, shortNumber } from './table.ts'

const plainIntervalMs = 10_000
const headline = ['train/loss', 'train/accuracy', 'test/loss', 'test/accuracy'] as const

function headlineText(latest: Record<string, number>): string {
  return headline.filter((name) => name in latest).map((name) => `${name} ${shortNumber(latest[name] ?? NaN)}`).join('  ')
}

interface ProgressView {
  show: (progress: RunProgress) => void
  end: () => void
}

function progressBar(): ProgressView {
  const bar = new SingleBar({ format: '{bar} {value}/{total}  {rate} steps/s  {left}  {headline}', hideCursor: true, barsize: 24, stopOnComplete: false })
  let started = false
  return {
    show({ step, maximumSteps, stepsPerSecond, secondsLeft, latest }) {
      const payload = {
        rate: shortNumber(Math.round(stepsPerSecond)), left: secondsLeft === null ? '' : `at most ${duration(secondsLeft)} left`, headline: headlineText(latest)
      }
      if (started) bar.update(step, payload)
      else bar.start(maximumSteps, step, payload)
      started = true
    },
    end() { if (started) bar.stop() }
  }
}

function progressLines(output: Output): ProgressView {
  let shownAt = -Infinity
  return {
    show(progress) {
      output.event({
        event: 'progress', id: progress.runId, step: progress.step, values: progress.latest,
        stepsPerSecond: progress.stepsPerSecond, secondsLeft: progress.secondsLeft
      })
      if (Date.now() - shownAt < plainIntervalMs) return
      shownAt = Date.now()
      output.text(`step ${progress.step}  ${shortNumber(Math.round(progress.stepsPerSecond))} steps/s  ${headlineText(progress.latest)}`)
    },
    end() { return }
  }
}

/** What a run came to, for the `finished` event and for people. */
export function summaryOf(run: RunRecord): object {
  return {
    step: run.step, trainingSeconds: run.trainingSeconds, ...run.milestones, delay: delaySteps(run.milestones),
    last: Object.fromEntries(run.series.map((series) => [series.name, series.last])), ...(run.error === null ? {} : { error: run.error })
  }
}

function tellEnd(output: Output, run: RunRecord): void {
  output.event({ event: 'finished', id: run.id, status: run.state, summary: summaryOf(run) })
  const { memorization, generalization } = run.milestones
  output.text(`${run.name} (${run.id}) ${run.state} at step ${run.step} after ${duration(run.trainingSeconds)}`)
  output.text(`memorized ${memorization === null ? 'never' : `at step ${memorization}`}, generalized ${generalization === null ? 'never' : `at step ${generalization}`}`)
  output.text(headlineText(Object.fromEntries(run.series.map((series) => [series.name, series.last]))))
  if (run.error !== null) output.note(`grokscope: ${run.error.message}`)
}

const restingStates: readonly RunRecord['state'][] = ['paused', 'stopped', 'interrupted', 'finished', 'diverged', 'failed']

/** Shows what is measured because the run's config names it; answers how each measurement ended. */
async function followConfigured(session: Session, runId: string): Promise<Measurement[]> {
  const list = (await session.call('measures.list', {})).filter((measurement) => measurement.runId === runId && isUnderWay(measurement))
  const ended: Measurement[] = []
  for (const measurement of list) ended.push(await followMeasurement(session, measurement))
  return ended
}

/** Shows a run's progress until nothing more happens to it; answers the exit status: 0 where it finished, with the measures that its config names. */
export async function followRun(session: Session, runId: string): Promise<number> {
  const { workbench, output, call } = session
  const view = output.interactive ? progressBar() : progressLines(output)
  const release = stopOnSignals(session, () => call('runs.stop', { runIds: [runId] }))
  const unsubscribe = [
    workbench.on('run.progress', (progress) => { if (progress.runId === runId) view.show(progress) }),
    onLongPreparation(workbench, (preparing, doing) => { if (preparing === runId) output.text(`preparing: ${doing}`) }),
    workbench.on('message', ({ text }) => output.note(text))
  ]
  let lastLook: NodeJS.Immediate | undefined
  const run = await new Promise<RunRecord>((resolve) => {
    const look = () => {
      const record = workbench.store.getRun(runId)
      if (restingStates.includes(record.state)) resolve(record)
    }
    unsubscribe.push(workbench.on('runs.changed', ({ runIds }) => { if (runIds.includes(runId)) look() }))
    // A full disk keeps the store from saying that the run is over.
    unsubscribe.push(workbench.on('queue.changed', ({ training, queued }) => {
      if ([...training, ...queued].includes(runId)) return
      lastLook ??= setImmediate(() => { resolve({ ...workbench.store.getRun(runId), state: 'interrupted' }) })
    }))
    look()
  })
  view.end()
  release()
  clearImmediate(lastLook)
  for (const end of unsubscribe) end()
  const measured = await followConfigured(session, runId)
  tellEnd(output, measured.length > 0 ? { ...run, series: workbench.store.getRun(runId).series } : run)
  return run.state === 'finished' && measured.every(({ state }) => state === 'finished') ? 0 : 1
}
