import { setTimeout as sleep } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import { SigningKey, startInstance, type Instance, type Tokens } from './signing-keys.js';

const CALLS = 50;
/** From the new version to the moment at which it is the current one, in milliseconds; one for each rotation. */
const WINDOWS = [0, 300, 1_500];
/** In which the calls of a rotation begin, beside the window, in milliseconds. */
const LOAD = 600;

/** What became of the calls of one client. */
export interface SigningRow {
  readonly client: string;
  readonly calls: number;
  readonly failures: readonly string[];
  /** Of the rotation that took most of them. */
  readonly refreshes: number;
}

/** How the recipes answer tokens that are none of the service's. */
export interface Refusals {
  /** The names of what `verify()` throws, by the kind of the token. */
  readonly byJwt: Readonly<Record<string, string>>;
  /** The status of the answer. */
  readonly byPassport: Readonly<Record<string, number>>;
}

/** Rotates a key while one instance signs and another one verifies, by the recipes for `@nestjs/jwt` and `passport-jwt`. */
export const signUnderLoad = async (
  recipe: Type<Tokens>,
  strategy: Type,
): Promise<{ readonly rows: readonly SigningRow[]; readonly refusals: Refusals }> => {
  const key = new SigningKey();
  const signer = await startInstance(key, recipe);
  const verifier = await startInstance(key, recipe, { strategy });
  await verifier.app.listen(0, '127.0.0.1');
  const url = await verifier.app.getUrl();
  const statusOf = async (token: string): Promise<number> =>
    (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
  const outdated = await signer.tokens.sign({ sub: 'user' });
  const rows = [
    await rowOf('@nestjs/jwt', key, signer, verifier, (token) => verifier.tokens.verify(token)),
    await rowOf('passport-jwt', key, signer, verifier, async (token) => {
      const status = await statusOf(token);
      if (status !== 200) throw new Error(`HTTP ${status}`);
    }),
  ];
  const bad = { ...badTokens(await signer.tokens.sign({ sub: 'user' })), outdated };
  const byJwt: Record<string, string> = {};
  const byPassport: Record<string, number> = {};
  for (const [kind, token] of Object.entries(bad)) {
    byJwt[kind] = await verifier.tokens.verify(token).then(
      () => 'accepted',
      (error: Error) => error.name,
    );
    byPassport[kind] = await statusOf(token);
  }
  await Promise.all([signer.app.close(), verifier.app.close()]);
  return { rows, refusals: { byJwt, byPassport } };
};

const rowOf = async (
  client: string,
  key: SigningKey,
  signer: Instance,
  verifier: Instance,
  verify: (token: string) => Promise<unknown>,
): Promise<SigningRow> => {
  const failures = new Set<string>();
  let refreshes = 0;
  for (const window of WINDOWS) {
    const before = verifier.refreshes();
    const rotation = (async () => {
      await sleep(LOAD / 3);
      await key.create();
      await sleep(window);
      await key.finish();
      // The one that signs is the first to have the new key.
      await signer.cache.refresh();
    })();
    const calls = Array.from({ length: CALLS }, async (_, index) => {
      await sleep((index * (LOAD + window)) / CALLS);
      const token = await signer.tokens.sign({ sub: 'user' });
      await verify(token).catch((error: Error) => failures.add(`${error.name}: ${error.message}`));
    });
    await Promise.all([rotation, ...calls]);
    refreshes = Math.max(refreshes, verifier.refreshes() - before);
  }
  return { client, calls: CALLS * WINDOWS.length, failures: [...failures], refreshes };
};

/** Tokens that nobody has signed, made of one that is good. */
const badTokens = (token: string): Readonly<Record<string, string>> => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const headerWith = (change: object): string =>
    encoded({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...change });
  return {
    'another payload': `${header}.${encoded({ sub: 'admin' })}.${signature}`,
    'an unknown key': `${headerWith({ kid: 'another' })}.${payload}.${signature}`,
    'no key': `${headerWith({ kid: undefined })}.${payload}.${signature}`,
    'no signature': `${headerWith({ alg: 'none' })}.${payload}.`,
    'another algorithm': `${headerWith({ alg: 'HS512' })}.${payload}.${signature}`,
    'no token': 'text',
  };
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
