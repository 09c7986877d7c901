import type { EntryView } from '../engine/entry-view.js';
import type { ClientReport } from '../sources/clients/client-lanes.js';
import type { SsmClientHealth } from './health.interface.js';

/** What the sources of AWS tell of their clients; of another source, what its entries tell. */
export const clientHealth = (
  reports: readonly ClientReport[],
  entries: readonly EntryView<unknown>[],
): readonly SsmClientHealth[] => {
  const asked = new Set(reports.map(({ source, client }) => keyOf({ source, client })));
  const others = entries.filter(({ reference }) => !asked.has(keyOf(reference))).map(reportOfEntry);
  return [...worstByClient([...reports, ...others]).values()].map(toHealth);
};

/** A cache that is shown with another one has clients of its own, by the same names. */
const worstByClient = (reports: readonly ClientReport[]): ReadonlyMap<string, ClientReport> => {
  const worst = new Map<string, ClientReport>();
  for (const report of reports) {
    const key = keyOf(report);
    const known = worst.get(key);
    if (known === undefined || isWorse(report, known)) worst.set(key, report);
  }
  return worst;
};

const isWorse = ({ trouble }: ClientReport, { trouble: known }: ClientReport): boolean =>
  trouble !== undefined && (known === undefined || trouble.since.wall < known.since.wall);

const keyOf = ({ source, client, region }: Pick<ClientReport, 'source' | 'client'> & Partial<ClientReport>) =>
  JSON.stringify([source, client, region]);

const reportOfEntry = ({
  reference: { source, client },
  failure,
  failureKind,
  unit,
}: EntryView<unknown>): ClientReport => {
  const since = failureKind === 'transient' ? unit.record.failingSince : undefined;
  const trouble = since && { kind: 'failing' as const, since, error: failure?.code };
  return { source, client, region: undefined, trouble };
};

const toHealth = ({ source, client, region, trouble }: ClientReport): SsmClientHealth => ({
  source,
  client,
  ...(region !== undefined && { region }),
  status: trouble?.kind ?? 'up',
  ...(trouble !== undefined && { since: new Date(trouble.since.wall) }),
  ...(trouble?.error !== undefined && { lastError: trouble.error }),
});
