import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { PreloadError, SsmParam, SsmParams, SsmSecret } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';
import { awsError } from '../support/make-cache.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class Settings {
  @SsmParam('/host:1') readonly host!: string;
  @SsmSecret('db') readonly password!: string;
  @SsmSecret('mail') readonly mail!: string;
}

/** An emulator that lacks operations, and counts what it is asked for. */
const without = (store: object, lacking: readonly string[], refusal: () => Error) => {
  const calls: string[] = [];
  const client = {
    send: async (command: { constructor: { name: string } }, options: object): Promise<unknown> => {
      const operation = command.constructor.name.replace(/Command$/, '');
      calls.push(operation);
      if (lacking.includes(operation)) throw refusal();
      return (store as { send(command: object, options: object): Promise<unknown> }).send(command, options);
    },
  };
  return { client, calls };
};

const REFUSALS: readonly (readonly [what: string, refusal: () => Error])[] = [
  ['501', () => awsError('InternalFailure', 'not yet emulated', 501)],
  ['500 and "not implemented"', () => awsError('InternalError', 'not implemented', 500)],
  ['404 and a page', () => awsError('SyntaxError', 'Unexpected token <', 404)],
  ['UnknownOperationException', () => awsError('UnknownOperationException')],
];

describe('An application in front of an emulator', () => {
  it.each(REFUSALS)(
    'that lacks operations and answers %s starts, with no call repeated',
    async (_, refusal) => {
      const ssm = without(new InMemoryParameterStore({ '/host': 'h' }), ['GetParameters'], refusal);
      const vault = without(
        new InMemorySecretsManager({ db: 's', mail: 'm' }),
        ['BatchGetSecretValue'],
        refusal,
      );
      const application = await startApplication({
        providers: [Settings],
        ssm: ssm.client,
        secretsManager: vault.client,
      });
      running.push(application);
      const { host, password, mail } = application.get(Settings);

      expect([host, password, mail]).toEqual(['h', 's', 'm']);
      expect(ssm.calls).toEqual(['GetParameters', 'GetParameter']);
      expect(vault.calls).toEqual(['BatchGetSecretValue', 'GetSecretValue', 'GetSecretValue']);
    },
  );

  it.each(REFUSALS)('that lists no path and answers %s does not wait to say so', async (_, refusal) => {
    @Injectable()
    class Features {
      @SsmParams('/features') readonly features!: object;
    }
    const { client, calls } = without(new InMemoryParameterStore(), ['GetParametersByPath'], refusal);
    const outcome = startApplication({ providers: [Features], ssm: client });
    const error: unknown = await outcome.then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(PreloadError);
    expect((error as PreloadError).message).toContain(
      'Features.features → /features: "/features" cannot be read: the endpoint does not have the operation GetParametersByPath',
    );
    expect(calls).toEqual(['GetParametersByPath']);
  });
});
