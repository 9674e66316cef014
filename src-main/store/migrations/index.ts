import type { Migration } from '../migrate.ts'
import { runsAndPoints } from './001-runs-and-points.ts'

/** In order; a migration that was released is never changed. */
export const migrations: readonly Migration[] = [runsAndPoints]
