import { RefreshError } from '../../errors/index.js';
import { changedMeanwhileMessage } from '../../errors/errors.messages.js';
import type { RawValue } from '../../values/raw-value.js';
import { asFields, malformedAnswer } from '../calls/answer-fields.js';
import { toSsmCacheError } from '../calls/aws-error.js';
import type { ClientCalls } from '../calls/client-calls.js';
import type { Denials } from '../calls/denials.js';
import { CallFailure } from '../calls/call-failure.js';
import { joinRequests, type PendingRequest } from '../calls/pending-request.js';
import type { SecretsClient } from '../clients/aws-clients.interface.js';
import type { Fetcher } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference } from '../source.interface.js';
import { fetchedAt, singleSecretValue } from './secret-answers.js';
import { settleFailed } from './secret-failure.js';
import { SECRET_ACTION, secretPermission } from './secret-permission.js';
import type { SecretReference } from './secret-reference.js';
import type { SecretVersionsReference } from './secret-versions-reference.js';

/** A secret that is rotated again during each of so many readings is left for the next refresh. */
const MAX_READINGS = 5;

type Pending = PendingRequest<SecretVersionsReference>;

/** What is read of one stage. */
interface ReadVersion {
  readonly name: string;
  readonly stage: string;
  readonly raw: RawValue;
  /** The labels that the version had when it was read, or `undefined` if the client does not tell. */
  readonly stages: readonly unknown[] | undefined;
  readonly fetchedAt: number | undefined;
}

/**
 * Several versions of a secret, read as they were at one moment: the current one first, then the others, then the current one
 * again. If a rotation has moved AWSCURRENT meanwhile, the others are read again. So they are if AWSPREVIOUS is the current
 * version and did not have that label too: then AWSCURRENT was moved there and back, or not all of AWS has heard of its move yet.
 * If the client gives no labels, the second such answer counts.
 */
export class SecretVersionsSource implements Fetcher {
  constructor(
    private readonly client: SecretsClient,
    private readonly calls: ClientCalls,
  ) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const { pending, answers } = joinRequests<SecretVersionsReference>(requests);
    const denials = this.calls.countDenials();
    for (const request of pending) void this.#send(request, denials);
    return answers;
  }

  permissions({ name }: Reference): readonly Permission[] {
    return [secretPermission(name)];
  }

  async #send(request: Pending, denials: Denials | undefined): Promise<void> {
    try {
      request.resolve(await this.#readOneMoment(request, denials));
    } catch (caught) {
      const error = CallFailure.of(caught);
      denials?.failed(error);
      settleFailed(request, error);
    }
  }

  async #readOneMoment(request: Pending, denials: Denials | undefined): Promise<Answer> {
    const { fullName, versions } = request.reference;
    const [current, ...others] = versions as readonly [SecretReference, ...SecretReference[]];
    const read = (version: SecretReference): Promise<ReadVersion> => this.#read(request, version, denials);
    let first = await read(current);
    let wasDoubtful = false;
    if (others.length === 0) return answerOf([first]);
    for (let count = 0; count < MAX_READINGS; count += 1) {
      const all = await Promise.all(others.map((version) => read(version).catch(noneIfMissing)));
      const found = all.filter((version) => version !== undefined);
      const last = await read(current);
      const isUnmoved = last.raw.version === first.raw.version;
      const suspect = found.find(
        ({ stage, raw }) => stage === 'AWSPREVIOUS' && raw.version === last.raw.version,
      );
      const isBoth = suspect?.stages?.includes('AWSCURRENT') ?? wasDoubtful;
      if (isUnmoved && (suspect === undefined || isBoth)) return answerOf([first, ...found]);
      wasDoubtful = isUnmoved;
      first = last;
    }
    throw new RefreshError(changedMeanwhileMessage(fullName), { names: [fullName] });
  }

  /** AWS itself is asked: what is held between the cache and AWS is of another moment for each version. */
  async #read(
    request: Pending,
    version: SecretReference,
    denials: Denials | undefined,
  ): Promise<ReadVersion> {
    const { fullName, name } = version;
    const stage = version.versionStage as string;
    const input = { SecretId: name, VersionStage: stage };
    try {
      const output = await this.calls.run(
        [request],
        (abortSignal) => this.client.getSecretValue(input, { abortSignal, maxAge: 0 }),
        denials,
      );
      const raw = singleSecretValue(output, version);
      if (raw.version === undefined) throw malformedAnswer(fullName, 'it has no VersionId');
      return { name: fullName, stage, raw, stages: stagesIn(output), fetchedAt: fetchedAt(output) };
    } catch (caught) {
      const error = CallFailure.of(caught);
      throw error.isDenied ? toSsmCacheError(error, fullName, SECRET_ACTION) : error;
    }
  }
}

const stagesIn = (output: unknown): readonly unknown[] | undefined => {
  const { VersionStages } = asFields(output);
  return Array.isArray(VersionStages) ? VersionStages : undefined;
};

const noneIfMissing = (error: unknown): undefined => {
  if (!CallFailure.of(error).isMissing) throw error;
};

/** Together they are as young as the youngest version, and as old as the oldest answer. */
const answerOf = (versions: readonly [ReadVersion, ...ReadVersion[]]): Answer => {
  const dates = versions.map(({ raw }) => raw.modifiedAt);
  const fetches = versions.flatMap((version) => version.fetchedAt ?? []);
  return {
    found: true,
    raw: {
      value: versions.map(({ name, raw }) => ({ name, raw })),
      type: 'SecretVersions',
      version: versions[0].raw.version,
      modifiedAt: dates.includes(undefined) ? undefined : Math.max(...(dates as number[])),
    },
    ...(fetches.length > 0 && { fetchedAt: Math.min(...fetches) }),
  };
};
