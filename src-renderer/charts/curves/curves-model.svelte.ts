import { smooth } from '../../../shared/numerics/smoothing.ts'
import type { ReadingHost } from '../../host/host.ts'
import { CurveReader, type CurveRequest } from './curve-reader.ts'
import type { CurvePoints } from './curve-points.ts'

const settleMs = 90

/** The curves of one chart as reactive state: what was read, at the resolution of what is on screen. */
export class CurvesModel {
  readonly #reader: CurveReader
  readonly #smoothed = new WeakMap<CurvePoints, { weight: number; curve: CurvePoints }>()
  #version = $state(0)
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(host: ReadingHost, failed: (error: unknown) => void) {
    this.#reader = new CurveReader(host, { changed: () => { this.#version++ }, failed })
  }

  get isLoading(): boolean {
    return this.#version >= 0 && this.#reader.isLoading
  }

  /** Changes with every answer. */
  get version(): number {
    return this.#version
  }

  /** Asks at once for other runs or series, and a moment later for another range or width, which change many times a second. */
  request(request: CurveRequest, isHurried: boolean): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (isHurried) this.#reader.request(request)
    else this.#timer = setTimeout(() => this.#reader.request(request), settleMs)
  }

  /** A curve, smoothed over its raw points where `weight` is above 0. */
  curve(runId: string, series: string, weight = 0): CurvePoints {
    const curve = this.#version >= 0 ? this.#reader.curve(runId, series) : this.#reader.curve(runId, series)
    if (weight === 0) return curve
    const known = this.#smoothed.get(curve)
    if (known?.weight === weight) return known.curve
    const smoothed = { steps: curve.steps, values: smooth(curve.values, weight) }
    this.#smoothed.set(curve, { weight, curve: smoothed })
    return smoothed
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#reader.dispose()
  }
}
