import { DeleteParameterCommand, GetParameterCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { type AwsUnderTest, outcome, refused, WAYS } from './support/both-ways.js';

const PREFIX = '/aws/reference/secretsmanager/';

const clock = () => 1_526_334_434_743;

describe.each(WAYS)('A secret read through Parameter Store, %s', (_way, start) => {
  let aws: AwsUnderTest;
  afterEach(() => aws.close());

  const get = (Name: string, WithDecryption = true) =>
    outcome(aws.send(new GetParameterCommand({ Name, WithDecryption })));
  const getAll = (Names: string[], WithDecryption = true) =>
    outcome(aws.send(new GetParametersCommand({ Names, WithDecryption })));

  it('looks like a SecureString of version 0 with the ARN of the secret', async () => {
    aws = await start({ secrets: { 'prod/db': 'Fl*MEishm' }, options: { clock } });
    const { Parameter } = await get(`${PREFIX}prod/db`);
    expect(Parameter).toEqual({
      Name: `${PREFIX}prod/db`,
      Type: 'SecureString',
      Value: 'Fl*MEishm',
      Version: 0,
      SourceResult: expect.any(String),
      LastModifiedDate: new Date(clock()),
      ARN: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:prod\/db-\w{6}$/),
    });
    expect(JSON.parse(Parameter.SourceResult)).toEqual({
      CreatedDate: 1_526_334_434.743,
      Name: 'prod/db',
      VersionId: expect.any(String),
      SecretString: 'Fl*MEishm',
      VersionStages: ['AWSCURRENT'],
      ARN: Parameter.ARN,
    });
  });

  it('is chosen by stage or by version', async () => {
    aws = await start({ secrets: { s: 'old' } });
    const id = aws.secretsManager.rotate('s', 'new');
    for (const [selector, value] of [
      ['AWSPREVIOUS', 'old'],
      ['AWSCURRENT', 'new'],
      [id, 'new'],
    ]) {
      expect((await get(`${PREFIX}s:${selector}`)).Parameter).toEqual(
        expect.objectContaining({ Value: value, Selector: `:${selector}` }),
      );
    }
  });

  it('needs decryption, or the whole batch is refused', async () => {
    aws = await start({ parameters: { foo: 'v' }, secrets: { s: 'v' } });
    const error = refused(
      'ValidationException',
      'WithDecryption flag must be True for retrieving a Secret Manager secret.',
    );
    expect(await get(`${PREFIX}s`, false)).toEqual(error);
    expect(await getAll(['foo', `${PREFIX}s`], false)).toEqual(error);
  });

  it('comes in one batch with parameters, and what is missing is listed', async () => {
    aws = await start({ parameters: { foo: 'v' }, secrets: { s: 'v' } });
    const answer = await getAll(['foo', `${PREFIX}s`, 'missing', `${PREFIX}missing`]);
    expect(answer.Parameters.map(({ Name }: any) => Name)).toEqual([`${PREFIX}s`, 'foo']);
    expect(answer.InvalidParameters).toEqual(['missing', `${PREFIX}missing`]);
  });

  it('that does not exist, or is marked for deletion, is not found: with a message', async () => {
    aws = await start({ secrets: { s: 'v' } });
    aws.secretsManager.delete('s');
    for (const name of ['s', 'missing', 's:AWSPENDING']) {
      expect(await get(PREFIX + name)).toEqual(
        refused(
          'ParameterNotFound',
          `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${PREFIX}${name} not found.`,
        ),
      );
    }
  });

  it('needs permission for both services', async () => {
    aws = await start({ secrets: { s: 'v' } });
    aws.secretsManager.deny('s');
    expect(await get(`${PREFIX}s`)).toEqual(
      refused('AccessDeniedException', expect.stringContaining('secretsmanager:GetSecretValue')),
    );
    aws.secretsManager.allow();
    aws.parameterStore.deny(`${PREFIX}*`);
    expect(await get(`${PREFIX}s`)).toEqual(
      refused('AccessDeniedException', expect.stringContaining('ssm:GetParameter')),
    );
  });

  it('has no value if it is binary', async () => {
    aws = await start({ secrets: { s: Uint8Array.of(1) } });
    expect((await get(`${PREFIX}s`)).Parameter).not.toHaveProperty('Value');
  });

  it('cannot be deleted that way, and is no request to Secrets Manager', async () => {
    aws = await start({ secrets: { s: 'v' } });
    await get(`${PREFIX}s`);
    expect(aws.secretsManager.calls).toEqual([]);
    expect(await outcome(aws.send(new DeleteParameterCommand({ Name: `${PREFIX}s` })))).toEqual(
      refused('ParameterNotFound'),
    );
  });
});

describe('A store without secrets', () => {
  it.each([undefined, {} as never])('finds none', async (secretsManager) => {
    const store = new InMemoryParameterStore({}, { secretsManager });
    const { InvalidParameters } = await store.getParameters({ Names: [`${PREFIX}s`], WithDecryption: true });
    expect(InvalidParameters).toEqual([`${PREFIX}s`]);
  });
});
