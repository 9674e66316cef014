import type { SeriesPoints } from './protocol.ts'

/** Gathers points between two messages. */
export class PointBuffer {
  private series = new Map<string, { steps: number[]; values: number[] }>()

  add(step: number, values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      const series = this.series.get(name) ?? { steps: [], values: [] }
      series.steps.push(step)
      series.values.push(value)
      this.series.set(name, series)
    }
  }

  /** Everything gathered since the last call. */
  take(): SeriesPoints[] {
    const taken = [...this.series].map(([name, { steps, values }]) => ({ name, steps: Float64Array.from(steps), values: Float64Array.from(values) }))
    this.series = new Map()
    return taken
  }
}
