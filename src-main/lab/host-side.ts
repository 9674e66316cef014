import type { Executor } from '../../shared/program.ts'
import { sizeOfSet } from './example-set.ts'
import { keptTensors } from './looking-functions.ts'
import { batchFeeds, sizedName } from './step-feeds.ts'
import type { RunParts } from './run-parts.ts'

/** A tensor that is kept at one step. */
export interface KeptTensor {
  name: string
  shape: number[]
  data: Float32Array
}

/** What is read of a run through an executor of its program. */
export interface HostSide {
  /** Every selected series at the weights after `done` steps; loss and accuracy always, since milestones need them. */
  measure(executor: Executor, done: number): Record<string, number>
  /** The embedding at the present weights, [tokens, width] in row order. */
  embedding(executor: Executor): { data: Float32Array; shape: number[] }
  /** The embedding, and every tensor that a selected measure keeps. */
  snapshots(executor: Executor, done: number): KeptTensor[]
  /**
   * The first of the weights, the logits, the loss and the gradients that holds NaN or an infinity; null where all are finite. Of a model on
   * large images the last three are those of a few training examples.
   */
  nonFiniteTensor(executor: Executor): string | null
  /** What an intervention finds wrong with its state where a loss is not finite; null where none does. */
  fault(executor: Executor): string | null
}

/** Right answers over examples in float64: float32 has all of 940 at 0.99999994, below the threshold 1. */
function exactShare(share: number, count: number): number {
  return Math.round(share * count) / count
}

/** Reads results through an executor and gives them their names. */
export function hostSide(parts: RunParts): HostSide {
  const { network: { model, layout, task }, measures, interventions, sets } = parts
  const tensorNames = layout.entries.map(({ name }) => name)
  const seriesNames = [...measures.graph.flatMap((measure) => measure.series(tensorNames)), ...interventions.reportNames]
  const kept = keptTensors(parts)
  const embedding = (executor: Executor) => {
    const { embedding: data } = executor.run('embedding', {})
    return { data: Float32Array.from(data), shape: [...model.embeddingShape] }
  }
  const embeddingValues = (executor: Executor) => {
    const [rows, columns] = model.embeddingShape
    const residues = Math.min(rows, task.residues)
    return { data: embedding(executor).data, columns, residues, offset: rows - residues }
  }
  return {
    embedding,
    measure(executor, done) {
      const { values } = executor.run('measure', interventions.feeds(done + 1, done))
      const result = Object.fromEntries(seriesNames.map((name, position) => [name, values[position]]))
      for (const set of ['train', 'test'] as const) result[`${set}/accuracy`] = exactShare(result[`${set}/accuracy`], sizeOfSet(sets[set]))
      if (measures.embedding.length === 0) return result
      const present = embeddingValues(executor)
      for (const { series, compute } of measures.embedding) {
        const computed = compute(present)
        series.forEach((name, position) => { result[name] = computed[position] })
      }
      return result
    },
    snapshots(executor, done) {
      const first = { name: 'embedding', ...embedding(executor) }
      if (kept.length === 0) return [first]
      const outputs = executor.run(sizedName('tensors', parts.batches.feedsAt(done)), { ...interventions.feeds(done + 1, done), ...batchFeeds(parts, done) })
      return [first, ...kept.map((tensor, position) => ({ ...tensor, data: Float32Array.from(outputs[String(position)]) }))]
    },
    nonFiniteTensor(executor) {
      const { sums } = executor.run('finite', interventions.feeds(1, 0))
      const names = [...tensorNames, 'the logits', 'the training loss', ...tensorNames.map((name) => `the gradient of ${name}`)]
      return names.find((_, position) => !Number.isFinite(sums[position])) ?? null
    },
    fault: (executor) => interventions.fault(executor.readState())
  }
}
