/** A run has one seed; everything random in it draws from a stream of its own, so that one can change without the others. */
export const streams = { weights: 1, batches: 2, steps: 3, interventions: 4, outer: 5, amplifier: 11 } as const
