import { parentPort } from 'node:worker_threads'
import { inspect, type Inspection } from './inspection.ts'

parentPort?.on('message', ({ id, inspection }: { id: number; inspection: Inspection }) => {
  try {
    parentPort?.postMessage({ id, result: inspect(inspection) })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
