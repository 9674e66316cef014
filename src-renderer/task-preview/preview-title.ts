import type { TaskConfig } from '../../shared/catalogue/tasks/index.ts'

const titles: Partial<Record<TaskConfig['kind'], string>> = { modular: 'Pairs', polygons: 'Images' }

/** What a preview of the task shows; undefined where there is none. */
export function previewTitle({ kind }: TaskConfig): string | undefined {
  return titles[kind]
}
