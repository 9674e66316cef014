import type { Study } from './study.ts'

/** Every study, in the order in which they are listed: one line each. */
export const studies: readonly Study[] = [
]
