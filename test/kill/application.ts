import { call, openWithLogs, smallRun } from './trio.ts'

/** An application with three runs in training, to be killed: `application.ts HOME LOGS STEPS`. */
const [home = '', logs = '', steps = ''] = process.argv.slice(2)
const workbench = await openWithLogs(home, logs)
await call(workbench, 'settings.set', { concurrentRuns: 3, threadsPerRun: 1 })
workbench.on('run.progress', ({ runId, step }) => process.stdout.write(`${JSON.stringify({ runId, step })}\n`))
for (const seed of [1, 2, 3]) await call(workbench, 'runs.create', { config: smallRun(seed, Number(steps)) })
