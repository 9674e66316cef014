import path from 'node:path'
import { presets } from '../../../shared/config/presets.ts'
import { parseConfig } from '../../../shared/config/validate.ts'
import { winsWithXla } from '../../../src-main/trainer/xla-policy.ts'
import { installPeers } from '../step/peers.ts'
import { Worker } from '../step/worker.ts'

const goal = 5
/** Of every four steps one is an outer step, so rounds are of four and of eight. */
const [ownSteps, peerSteps] = [8, 4]

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const range = (values: readonly number[]): string => `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)} … ${Math.max(...values).toFixed(1)})`

/** NeuralGrok's step on a + b mod 97 and its step in PyTorch as its authors write it, in turns, each in a process of its own. */
export async function compareWithPyTorch(threads: number, rounds: number): Promise<void> {
  const preset = presets.find(({ name }) => name === 'neuralgrok-add')
  if (preset === undefined) throw new Error('the preset neuralgrok-add is gone')
  // The peer leaves out short batches, so ours does too.
  const config = { ...preset.config, batch: { kind: 'minibatch', size: 512 }, measures: [] }
  const setup = JSON.stringify({ config, threads, xla: winsWithXla(parseConfig(preset.config)) })
  const script = (file: string): string => path.join(import.meta.dirname, file)
  const ours = new Worker('Grokscope', [process.execPath, script('ours.ts'), setup], { TF_CPP_MIN_LOG_LEVEL: '3' })
  const peer = new Worker('PyTorch', ['python3', script('peer_neuralgrok.py'), JSON.stringify({ threads })], { PYTHONPATH: installPeers() })
  try {
    const own: number[] = []
    const other: number[] = []
    await ours.steps(ownSteps)
    await peer.steps(peerSteps)
    for (let round = 0; round < rounds; round++) {
      own.push((await ours.steps(ownSteps)).milliseconds)
      other.push((await peer.steps(peerSteps)).milliseconds)
    }
    console.log(`\nNeuralGrok on a + b mod 97, ms per step: Grokscope ${range(own)}, PyTorch eager ${range(other)}`)
    console.log(`  ${range(other.map((time, round) => time / own[round]))} times as fast; goal: at least ${goal}`)
  } finally {
    ours.end()
    peer.end()
  }
}
