import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take a minute or more, the longest first: one that began last would leave all processors but one idle at the end. */
const longest = [
  'acceptance/paper-trends', 'acceptance/published-orders', 'runtime/install', 'interface/pages', 'kill/kill', 'runtime/agreement', 'lab/training', 'trainer/trainer'
].map((name) => path.resolve('test', `${name}.test.ts`))

const rank = ({ moduleId }: TestSpecification): number => {
  const place = longest.indexOf(moduleId)
  return place === -1 ? longest.length : place
}

/** Begins with the longest files; the others follow as vitest has them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
