import { MultiBar, type SingleBar } from 'cli-progress'
import { isTrained } from '../../shared/run.ts'
import type { RunProgress } from '../../shared/rpc.ts'
import type { StudyReport, StudyRunReport } from '../../shared/studies/report.ts'
import { onLongPreparation } from './preparation.ts'
import type { Session } from './session.ts'
import { stopOnSignals } from './signals.ts'
import { duration, shortNumber } from './table.ts'

const plainIntervalMs = 10_000
/** How often the time left is worked out anew, which reads all runs. */
const reportIntervalMs = 3000

/** How far the runs of a study are, for people or for programs. */
interface StudyView {
  preparing: (run: StudyRunReport, doing: string) => void
  progress: (run: StudyRunReport, progress: RunProgress, report: StudyReport) => void
  changed: (report: StudyReport) => void
  end: () => void
}

const nameOf = ({ label, seed }: StudyRunReport): string => `${label}, seed ${seed}`
const leftText = (seconds: number | null): string => (seconds === null ? '' : `at most ${duration(seconds)} left`)

/** One bar for the study, and one for each run that trains. */
function progressBars(): StudyView {
  const bars = new MultiBar({ hideCursor: true, barsize: 24, clearOnComplete: false, format: '{bar} {value}/{total}  {text}' })
  const whole = bars.create(1, 0, { text: '' })
  const single = new Map<string, SingleBar>()
  const drop = (runId: string) => {
    const bar = single.get(runId)
    if (bar !== undefined) bars.remove(bar)
    single.delete(runId)
  }
  const barOf = (runId: string, maximumSteps: number, step: number) => {
    const bar = single.get(runId) ?? bars.create(maximumSteps, step, { text: '' })
    single.set(runId, bar)
    return bar
  }
  return {
    preparing(run, doing) {
      if (run.runId !== null) barOf(run.runId, run.maximumSteps, run.step).update(run.step, { text: `preparing: ${doing}  ${nameOf(run)}` })
    },
    progress(run, { runId, step, maximumSteps, stepsPerSecond }) {
      barOf(runId, maximumSteps, step).update(step, { text: `${shortNumber(Math.round(stepsPerSecond))} steps/s  ${nameOf(run)}` })
    },
    changed(report) {
      for (const run of report.runs) if (run.runId !== null && run.state !== 'training') drop(run.runId)
      whole.setTotal(report.runs.length)
      whole.update(report.runs.filter(isTrained).length, { text: `runs  ${report.stage === 'measuring' ? 'measuring checkpoints' : leftText(report.secondsLeft)}` })
    },
    end() { bars.stop() }
  }
}

/** A JSON object for each report of a trainer, and a line of text every ten seconds and for each run that is over. */
function progressLines({ output }: Session): StudyView {
  let shownAt = -Infinity
  const told = new Set<string>()
  return {
    preparing(run, doing) { output.text(`${nameOf(run)}: preparing: ${doing}`) },
    progress(run, { runId, step, stepsPerSecond, latest }, report) {
      const { key, label, seed } = run
      const done = report.runs.filter(isTrained).length
      output.event({
        event: 'progress', id: runId, key, label, seed, step, values: latest, stepsPerSecond, done, total: report.runs.length, secondsLeft: report.secondsLeft
      })
      if (Date.now() - shownAt < plainIntervalMs) return
      shownAt = Date.now()
      output.text(`${done}/${report.runs.length} runs  ${nameOf(run)}: step ${step}  ${leftText(report.secondsLeft)}`)
    },
    changed(report) {
      for (const run of report.runs) {
        const { runId, key, label, seed, state, step } = run
        if (runId === null || told.has(`${key} ${seed}`) || ['queued', 'training', 'paused', 'missing'].includes(state)) continue
        told.add(`${key} ${seed}`)
        output.event({ event: 'run', id: runId, key, label, seed, status: state, step })
        output.text(`${nameOf(run)} (${runId}) ${state} at step ${step}`)
      }
    },
    end() { return }
  }
}

/** Shows the progress of a study that was started, until nothing more happens to its runs; answers how it stands then. */
export async function followStudy(session: Session, started: StudyReport): Promise<StudyReport> {
  const { workbench, output, call } = session
  const choice = { name: started.name, scale: started.scale, seeds: started.seeds }
  const view = output.interactive ? progressBars() : progressLines(session)
  const release = stopOnSignals(session, () => call('studies.stop', { name: started.name }))
  let report = started
  let readAt = Date.now()
  const read = async () => {
    readAt = Date.now()
    report = await call('studies.get', choice)
    view.changed(report)
  }
  view.changed(report)
  const ofStudy = (id: string) => report.runs.find(({ runId }) => runId === id)
  const unsubscribe = [
    onLongPreparation(workbench, (runId, doing) => {
      const run = ofStudy(runId)
      if (run !== undefined) view.preparing(run, doing)
    }),
    workbench.on('run.progress', (progress) => {
      const run = ofStudy(progress.runId)
      if (run !== undefined) view.progress(run, progress, report)
      if (Date.now() - readAt >= reportIntervalMs) read().catch((error: unknown) => output.failure(error))
    }),
    workbench.on('message', ({ text }) => output.note(text))
  ]
  await new Promise<void>((resolve, reject) => {
    const look = async (isOutOfQueue: boolean) => {
      await read()
      // A study that was stopped is idle at once, while its runs still keep their last checkpoints.
      const isOver = report.stage === 'idle' && !report.runs.some(({ state }) => state === 'training')
      // A full disk keeps the store from saying that the runs are over.
      if (isOver || (isOutOfQueue && report.stage !== 'measuring')) resolve()
    }
    unsubscribe.push(workbench.on('study.changed', ({ name }) => { if (name === started.name) look(false).catch(reject) }))
    unsubscribe.push(workbench.on('queue.changed', ({ training, queued }) => {
      const inQueue = new Set([...training, ...queued])
      if (!report.runs.some(({ runId }) => runId !== null && inQueue.has(runId))) setImmediate(() => { look(true).catch(reject) })
    }))
    look(false).catch(reject)
  }).finally(() => {
    view.end()
    release()
    for (const end of unsubscribe) end()
  })
  return call('studies.get', choice)
}
