import { GOALS, type Goal } from '../goals.js';
import { number } from '../support/format.js';
import type { Report, Table } from '../support/report.js';

export interface Verdict {
  readonly goal: Goal;
  readonly measured: number;
  readonly holds: boolean;
}

export const judge = (figures: Report['figures']): readonly Verdict[] =>
  GOALS.map((goal) => {
    const measured = figures[goal.figure];
    if (measured === undefined) throw new Error(`No measurement reports "${goal.figure}".`);
    return {
      goal,
      measured,
      holds: goal.isExact === true ? measured === goal.limit : measured <= goal.limit,
    };
  });

export const formatVerdict = ({ goal, measured, holds }: Verdict): string =>
  `${holds ? 'holds ' : 'missed'}  ${goal.goal}: ${number(measured)} ${goal.unit ?? ''}`.trimEnd();

export const verdictTable = (verdicts: readonly Verdict[]): Table => ({
  title: 'Goals',
  note: '',
  columns: ['goal', 'measured', ''],
  rows: verdicts.map(({ goal, measured, holds }) => [
    goal.goal,
    `${number(measured)} ${goal.unit ?? ''}`.trimEnd(),
    holds ? 'holds' : '**missed**',
  ]),
});
