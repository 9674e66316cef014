import { openSync, writeSync } from 'node:fs'
import { PointBuffer } from '../../src-main/trainer/point-buffer.ts'

/**
 * The real trainer, which also writes down when each point was computed: `time step loss` per line, after a line with its
 * process id. What is written by then survives the process.
 */
const file = openSync(process.env.POINT_LOG ?? '/dev/null', 'a')
writeSync(file, `${process.pid}\n`)
const add = Object.getOwnPropertyDescriptor(PointBuffer.prototype, 'add')?.value as PointBuffer['add']
PointBuffer.prototype.add = function (step, values) {
  add.call(this, step, values)
  writeSync(file, `${Date.now()} ${step} ${values['train/loss']}\n`)
}

await import('../../src-main/trainer/main.ts')
