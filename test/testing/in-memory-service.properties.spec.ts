import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { outcome } from './support/both-ways.js';

const VALUE = 'a-secret-value';

const PARAMETER_OPERATIONS = [
  'GetParameter',
  'GetParameters',
  'GetParametersByPath',
  'PutParameter',
  'DeleteParameter',
  'LabelParameterVersion',
  'GetParameterHistory',
  'DescribeParameters',
];

const SECRET_OPERATIONS = [
  'GetSecretValue',
  'BatchGetSecretValue',
  'CreateSecret',
  'PutSecretValue',
  'UpdateSecret',
  'UpdateSecretVersionStage',
  'DescribeSecret',
  'ListSecrets',
  'ListSecretVersionIds',
  'DeleteSecret',
  'RestoreSecret',
];

const name = fc.constantFrom(
  'a',
  '/a',
  '/p/a',
  '/p/b',
  'a:1',
  'a:x',
  '/p',
  '/',
  'a b',
  '',
  '__proto__',
  'arn:x',
);
const filter = fc.record(
  {
    Key: fc.constantFrom('Type', 'KeyId', 'Label', 'Name', 'Path', 'tag:x', 'name', 'all', 'constructor'),
    Option: fc.constantFrom('Equals', 'BeginsWith', 'toString'),
    Values: fc.array(fc.constantFrom('String', 'a', '!a', '/p', '')),
  },
  { requiredKeys: [] },
);

/** Inputs that look like real ones, and anything in the place of each member. */
const input = fc.record(
  Object.fromEntries(
    Object.entries({
      Name: name,
      Names: fc.array(name, { maxLength: 11 }),
      Path: name,
      Value: fc.constant(VALUE),
      Type: fc.constantFrom('String', 'StringList', 'SecureString'),
      Overwrite: fc.boolean(),
      Recursive: fc.boolean(),
      WithDecryption: fc.boolean(),
      MaxResults: fc.integer({ min: -1, max: 60 }),
      NextToken: fc.base64String(),
      ParameterFilters: fc.array(filter, { maxLength: 3 }),
      Filters: fc.array(filter, { maxLength: 3 }),
      Labels: fc.array(fc.string(), { maxLength: 3 }),
      ParameterVersion: fc.integer(),
      SecretId: name,
      SecretIdList: fc.array(name, { maxLength: 3 }),
      SecretString: fc.constant(VALUE),
      SecretBinary: fc.constant(Buffer.from(VALUE)),
      VersionStage: fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'X'),
      VersionStages: fc.array(fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'X'), { maxLength: 3 }),
      RecoveryWindowInDays: fc.integer(),
      ForceDeleteWithoutRecovery: fc.boolean(),
    }).map(([member, values]) => [
      member,
      fc.oneof(
        { weight: 20, arbitrary: values as fc.Arbitrary<unknown> },
        { weight: 1, arbitrary: fc.jsonValue() },
      ),
    ]),
  ),
  { requiredKeys: [] },
);

const requests = (operations: readonly string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...operations), input), { minLength: 1, maxLength: 12 });

describe('Whatever is asked', () => {
  it.each([
    ['Parameter Store', () => new InMemoryParameterStore({ a: VALUE, '/p/a': VALUE }), PARAMETER_OPERATIONS],
    ['Secrets Manager', () => new InMemorySecretsManager({ a: VALUE, '/p/a': VALUE }), SECRET_OPERATIONS],
  ])(
    '%s answers, or refuses in the words of AWS, and never quotes a value',
    async (_name, make, operations) => {
      await fc.assert(
        fc.asyncProperty(requests(operations), async (sequence) => {
          const service = make();
          for (const [operation, request] of sequence) {
            const { error, message, status } = await outcome(
              service.send({ input: request, schema: [9, 'any', operation] } as never),
            );
            if (error === undefined) continue;
            expect(error).toMatch(
              /^[A-Z]\w+(?:Exception|NotFound|Exists|Key|Option|Value|Token|LimitExceeded)$/,
            );
            expect([status, String(message).includes(VALUE)]).toEqual([400, false]);
          }
          expect(JSON.stringify(service.calls)).not.toContain(VALUE);
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('Pages', () => {
  it('give everything once, of whatever size and in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[a-c]{1,4}$/), { maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('exact', 'trailing', 'sparse'),
        fc.constantFrom('alphabetical', 'shuffled'),
        async (leaves, MaxResults, pages, order) => {
          const names = leaves.map((leaf) => `/p/${leaf}`);
          const store = new InMemoryParameterStore(Object.fromEntries(names.map((one) => [one, 'v'])), {
            pages,
            order,
          });
          const seen: string[] = [];
          let NextToken: string | undefined;
          do {
            const page = await store.getParametersByPath({ Path: '/p', MaxResults, NextToken });
            const { Parameters = [] } = page;
            expect(Parameters.length).toBeLessThanOrEqual(MaxResults);
            seen.push(...Parameters.map(({ Name }) => Name));
            ({ NextToken } = page);
          } while (NextToken !== undefined);
          expect(seen).toHaveLength(names.length);
          expect(new Set(seen)).toEqual(new Set(names));
        },
      ),
    );
  });
});

describe('Stages', () => {
  it('are each on one version, and what is current is what was put last', async () => {
    const stage = fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS', 'X');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(stage, { minLength: 1, maxLength: 3 }), { maxLength: 20 }),
        async (puts) => {
          const secrets = new InMemorySecretsManager({ s: 'value 0' });
          let current = 'value 0';
          for (const [index, VersionStages] of puts.entries()) {
            const SecretString = `value ${index + 1}`;
            await secrets.putSecretValue({ SecretId: 's', SecretString, VersionStages });
            if (VersionStages.includes('AWSCURRENT')) current = SecretString;
          }
          expect(await secrets.getSecretValue({ SecretId: 's' })).toHaveProperty('SecretString', current);
          const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId: 's' });
          const all = Object.values(VersionIdsToStages).flat();
          expect(new Set(all).size).toBe(all.length);
        },
      ),
    );
  });
});
