import type { IconName } from '../../controls/icons.ts'
import type { RunProgress } from '../../../shared/rpc.ts'
import { isTrained } from '../../../shared/run.ts'
import type { StudyReport, StudySummary } from '../../../shared/studies/report.ts'
import type { StudyScale, Verdict } from '../../../shared/studies/study.ts'
import { formatCount } from '../../format/numbers.ts'

/** How a verdict is shown: never by colour alone. */
export const verdictLooks: Readonly<Record<Verdict, { word: string; icon: IconName; tone: string }>> = {
  reproduced: { word: 'reproduced', icon: 'state-finished', tone: 'finished' },
  failed: { word: 'not reproduced', icon: 'state-diverged', tone: 'diverged' },
  undecided: { word: 'undecided', icon: 'state-queued', tone: 'queued' }
}

export const scaleTitles: Readonly<Record<StudyScale, string>> = { small: 'Small', paper: 'Paper' }

/** Studies under the heading of their paper, both in the order in which they come. */
export function byPaper(studies: readonly StudySummary[]): { paper: string; studies: StudySummary[] }[] {
  const papers = [...new Set(studies.map(({ paper }) => paper))]
  return papers.map((paper) => ({ paper, studies: studies.filter((study) => study.paper === paper) }))
}

/** What the list says of a study at one scale. */
export function countText({ done, total }: { done: number; total: number }): string {
  return done === 0 ? `0 of ${formatCount(total)}` : done === total ? `all ${formatCount(total)}` : `${formatCount(done)} of ${formatCount(total)}`
}

export function countVerdicts(facts: readonly { verdict: Verdict }[]): Record<Verdict, number> {
  const count = (verdict: Verdict) => facts.filter((fact) => fact.verdict === verdict).length
  return { reproduced: count('reproduced'), failed: count('failed'), undecided: count('undecided') }
}

/** `4 reproduced, 1 not reproduced`: what there is none of is left out. */
export function verdictText(facts: readonly { verdict: Verdict }[]): string {
  const counts = countVerdicts(facts)
  return (Object.keys(verdictLooks) as Verdict[]).filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdictLooks[verdict].word}`).join(', ')
}

/** Share of all steps that are done, 0 … 1; a run that ended early has done all of its own. */
export function shareDone(report: Pick<StudyReport, 'runs'>, progress: ReadonlyMap<string, RunProgress>): number {
  const shares = report.runs.map((run) => (isTrained(run) ? 1 : Math.max(run.step, progress.get(run.runId ?? '')?.step ?? 0) / run.maximumSteps))
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + Math.min(1, share), 0) / shares.length
}
