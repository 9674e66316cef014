/** Seconds of training over all sessions of a run, pauses left out, and the present speed. */
export class Stopwatch {
  private readonly before: number
  private running = 0
  private startedMs: number | null = null
  private markMs = 0
  private markStep = 0
  private speed = 0

  constructor(secondsBefore: number) {
    this.before = secondsBefore
  }

  start(step: number): void {
    this.startedMs = performance.now()
    this.markMs = this.startedMs
    this.markStep = step
  }

  stop(): void {
    this.running = this.seconds() - this.before
    this.startedMs = null
  }

  seconds(): number {
    return this.before + this.running + (this.startedMs === null ? 0 : (performance.now() - this.startedMs) / 1000)
  }

  /** Leaves out what the steps up to this one took: the first includes compiling. */
  disregard(step: number): void {
    this.markMs = performance.now()
    this.markStep = step
  }

  /** Steps per second since the last call, smoothed over a few calls; where no step was made since, what it said then. 0 while unknown. */
  stepsPerSecond(step: number): number {
    if (step === this.markStep) return this.speed
    const nowMs = performance.now()
    const rate = (step - this.markStep) / Math.max((nowMs - this.markMs) / 1000, 1e-6)
    this.markMs = nowMs
    this.markStep = step
    this.speed = this.speed === 0 ? rate : 0.7 * this.speed + 0.3 * rate
    return this.speed
  }
}
