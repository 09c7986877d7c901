import { BatchGetSecretValueCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
} from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsUnderTest, WAYS } from './support/both-ways.js';

const CREATED = Date.parse('2026-01-01T12:00:00.250Z');
const CHANGED = Date.parse('2026-02-03T04:05:06.789Z');
const LATER = Date.parse('2026-03-01T00:00:00Z');

describe.each(WAYS)('The time of a version, %s', (_way, start) => {
  let aws: AwsUnderTest;
  let now: number;
  afterEach(() => aws.close());

  const started = async (): Promise<void> => {
    now = CREATED;
    aws = await start({
      parameters: { '/a/old': 'v', '/a/new': 'v', '/a/list': ['v', 'w'] },
      secrets: { old: 'v', new: 'v' },
      options: { clock: () => now },
    });
    now = CHANGED;
    aws.parameterStore.put('/a/new', 'w');
    aws.secretsManager.rotate('new', 'w');
    now = LATER;
  };
  const parameterTimes = ({ Parameters }: any): Record<string, Date> =>
    Object.fromEntries(
      Parameters.map(({ Name, Selector = '', LastModifiedDate }: any) => [Name + Selector, LastModifiedDate]),
    );

  it('is in every answer that has parameters, whenever it is read', async () => {
    await started();
    const old = new Date(CREATED);
    const names = ['/a/old', '/a/new', '/a/new:1', '/a/list'];
    expect(parameterTimes(await aws.send(new GetParametersCommand({ Names: names })))).toEqual({
      '/a/old': old,
      '/a/new': new Date(CHANGED),
      '/a/new:1': old,
      '/a/list': old,
    });
    expect(
      parameterTimes(await aws.send(new GetParametersByPathCommand({ Path: '/a', Recursive: true }))),
    ).toEqual({ '/a/old': old, '/a/new': new Date(CHANGED), '/a/list': old });
    const { Parameter } = await aws.send(new GetParameterCommand({ Name: '/a/new' }));
    expect(Parameter.LastModifiedDate).toEqual(new Date(CHANGED));
  });

  it('is that of the labelled version where a listing has a label', async () => {
    await started();
    await aws.send(
      new LabelParameterVersionCommand({ Name: '/a/new', ParameterVersion: 1, Labels: ['blue'] }),
    );
    const ParameterFilters = [{ Key: 'Label', Values: ['blue'] }];
    const page = await aws.send(new GetParametersByPathCommand({ Path: '/a', ParameterFilters }));
    expect(parameterTimes(page)).toEqual({ '/a/new': new Date(CREATED) });
  });

  it('is in every answer that has secrets, alone, in a batch and through Parameter Store', async () => {
    await started();
    const { SecretValues } = await aws.send(new BatchGetSecretValueCommand({ SecretIdList: ['old', 'new'] }));
    expect(SecretValues.map(({ Name, CreatedDate }: any) => [Name, CreatedDate])).toEqual([
      ['new', new Date(CHANGED)],
      ['old', new Date(CREATED)],
    ]);
    for (const [VersionStage, time] of [
      ['AWSCURRENT', CHANGED],
      ['AWSPREVIOUS', CREATED],
    ] as const) {
      const read = new GetSecretValueCommand({ SecretId: 'new', VersionStage });
      expect(await aws.send(read)).toHaveProperty('CreatedDate', new Date(time));
    }
    const Names = ['/aws/reference/secretsmanager/new', '/aws/reference/secretsmanager/old'];
    const references = await aws.send(new GetParametersCommand({ Names, WithDecryption: true }));
    expect(Object.values(parameterTimes(references))).toEqual([new Date(CHANGED), new Date(CREATED)]);
  });
});
