import { describe, expect, it } from '@jest/globals';
import { PendingProviders } from '../../lib/sources/pending-providers.js';
import { settle } from '../support/fake-runtime.js';
import { rejection, track } from '../support/make-cache.js';

const never = (): Promise<never> => new Promise(() => undefined);

describe('What a function provides for a client of the SDK', () => {
  it('is what it answers, asked for as the SDK asks', async () => {
    const asked: unknown[] = [];
    const options = {
      name: 'kept',
      region: (): unknown => 'eu-west-1',
      credentials(this: unknown, hint: unknown) {
        asked.push([this === watched, hint]);
        return Promise.resolve('key');
      },
    };
    const watched = new PendingProviders().watch(options);

    await expect(watched.credentials('hint')).resolves.toBe('key');
    expect(await watched.region()).toBe('eu-west-1');
    expect(asked).toEqual([[true, 'hint']]);
    expect(watched.name).toBe('kept');
  });

  it('fails as it fails, even if it throws at once', async () => {
    const failure = new Error('no role');
    const { credentials, region } = new PendingProviders().watch({
      credentials: (): Promise<never> => {
        throw failure;
      },
      region: () => Promise.reject(failure),
    });

    expect(await rejection(credentials())).toBe(failure);
    expect(await rejection(region())).toBe(failure);
  });

  it('is given up with the reason while it has not been answered, and asked for anew', async () => {
    const answers: (() => Promise<string>)[] = [never, () => Promise.resolve('key')];
    const providers = new PendingProviders();
    const { credentials, region } = providers.watch({
      credentials: () => answers.shift()?.(),
      region: never,
    });
    const [first, second] = [track(Promise.resolve(credentials())), track(region())];
    await settle();
    expect([first.state, second.state]).toEqual(['pending', 'pending']);
    const reason = new Error('too late');
    providers.giveUp(reason);
    await settle();

    expect([first.error, second.error]).toEqual([reason, reason]);
    expect(await credentials()).toBe('key');
  });

  it('stays what it is once it has been answered, whoever gives up', async () => {
    const providers = new PendingProviders();
    const answer = providers.watch({ credentials: () => Promise.resolve('key') }).credentials();
    await settle();
    providers.giveUp(new Error('too late'));

    await expect(answer).resolves.toBe('key');
  });

  it('is asked through a function that still shows the marks of the SDK', () => {
    const credentials = Object.assign(never, { memoized: true });

    expect(new PendingProviders().watch({ credentials }).credentials).toHaveProperty('memoized', true);
  });
});

describe('What is given to a client of the SDK as it is', () => {
  it('reaches it unchanged', () => {
    const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
    const watched = new PendingProviders().watch({ credentials, region: 'eu-west-1' });

    expect(watched).toStrictEqual({ credentials, region: 'eu-west-1' });
    expect(watched.credentials).toBe(credentials);
    expect(new PendingProviders().watch({})).toStrictEqual({});
  });
});
