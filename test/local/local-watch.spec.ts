import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { firstValueFrom, timeout } from 'rxjs';
import { SsmCache, SsmCacheModule, SsmParam, SsmSecret } from '../../lib/index.js';
import { INTERNALS } from '../../lib/runtime/internals.js';

let folder: string;
let file: string;
const ends: (() => unknown)[] = [];

const save = (content: unknown): Promise<void> =>
  writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-'));
  file = join(folder, 'aws.local.json');
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await rm(folder, { recursive: true });
});

/** Logs of a cache, whose lines a test can wait for. */
const logs = () => {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const write = (line: string): void => {
    lines.push(line);
    for (const check of waiting) check();
  };
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = lines.find((one) => pattern.test(one));
        if (found !== undefined) resolve(found);
      };
      waiting.add(check);
      check();
    });
  return { lines, line, logger: { log: write, warn: write, error: write } };
};

const cacheOf = (logger = logs().logger): SsmCache => {
  const cache = new SsmCache({ local: file }, { logger });
  ends.push(() => cache.close());
  return cache;
};

describe('A saved file', () => {
  it('is a change that listeners hear of, although nobody reads and no max age has passed', async () => {
    await save({ parameters: { '/a': 'one', '/b': 'same' }, secrets: { s: 'one' } });
    const cache = cacheOf();
    const [a, secret] = [cache.parameter('/a'), cache.secret('s')];
    await Promise.all([a.get(), secret.get(), cache.parameter('/b').get()]);

    const heard = firstValueFrom(cache.changes$.pipe(timeout(5_000)));
    await save({ parameters: { '/a': 'two', '/b': 'same' }, secrets: { s: 'one' } });

    expect(await heard).toMatchObject({ name: '/a', previousVersion: 1, version: 2 });
    expect(a.value).toBe('two');
  });

  it('is seen where an editor writes another file and renames it', async () => {
    await save({ secrets: { s: { password: 'one' } } });
    const cache = cacheOf();
    const password = cache.secret('s', { key: 'password' });
    await password.get();

    const heard = new Promise<void>((resolve) => void password.onChange(resolve));
    await writeFile(`${file}.tmp`, JSON.stringify({ secrets: { s: { password: 'two' } } }));
    await rename(`${file}.tmp`, file);
    await heard;

    expect(password.value).toBe('two');
  });

  it('is seen behind a link, and where the link then leads', async () => {
    const [one, other] = [join(folder, 'one', 'shared.json'), join(folder, 'other', 'shared.json')];
    const put = async (path: string, value: string): Promise<void> => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, JSON.stringify({ parameters: { '/a': value } }));
    };
    await put(one, 'first');
    await put(other, 'third');
    await symlink(one, file);
    const a = cacheOf().parameter('/a');
    await a.get();
    const next = (): Promise<void> => new Promise((resolve) => void a.onChange(resolve));

    const isSaved = next();
    await put(one, 'second');
    await isSaved;
    expect(a.value).toBe('second');

    const isMoved = next();
    await symlink(other, `${file}.tmp`);
    await rename(`${file}.tmp`, file);
    await isMoved;
    expect(a.value).toBe('third');

    const isSavedThere = next();
    await put(other, 'fourth');
    await isSavedThere;
    expect(a.value).toBe('fourth');
  });

  it('is seen where a folder on its way is a link that leads elsewhere, as in a volume of Kubernetes', async () => {
    for (const version of ['v1', 'v2']) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'values'), JSON.stringify({ parameters: { '/a': version } }));
    }
    await symlink('v1', join(folder, '..data'));
    await symlink(join('..data', 'values'), file);
    const a = cacheOf().parameter('/a');
    await a.get();

    const heard = new Promise<void>((resolve) => void a.onChange(resolve));
    await symlink('v2', join(folder, '..data.tmp'));
    await rename(join(folder, '..data.tmp'), join(folder, '..data'));
    await heard;

    expect(a.value).toBe('v2');
  });

  it('that is malformed keeps the last values, says so without its content, and is read once it is right', async () => {
    await save({ parameters: { '/a': 'one' } });
    const { logger, line, lines } = logs();
    const cache = cacheOf(logger);
    const a = cache.parameter('/a');
    await a.get();

    await save('{ "parameters": { "/a": "pa55word-of-the-file", } }');
    await line(/is not valid JSON/);
    expect(a.value).toBe('one');
    expect(lines.join('\n')).not.toContain('pa55word');

    const heard = new Promise<void>((resolve) => void a.onChange(resolve));
    await save({ parameters: { '/a': 'three' } });
    await heard;
    expect(a.value).toBe('three');
  });

  it('changes the type of a parameter, and removes names', async () => {
    await save({ parameters: { '/a': 'one', '/gone': 'x' } });
    const cache = cacheOf();
    const [a, gone] = [cache.parameter('/a', { transform: 'list' }), cache.parameter('/gone')];
    await Promise.all([a.get(), gone.get()]);

    const heard = new Promise<void>((resolve) => void a.onChange(resolve));
    await save({ parameters: { '/a': ['one', 'two'] } });
    await heard;

    expect(a.value).toEqual(['one', 'two']);
    await expect(gone.get()).rejects.toMatchObject({ code: 'SSM_CACHE_INVALID_PARAMETER' });
  });

  it('is read at once where a name was gone, although the cache was waiting to ask again', async () => {
    await save({ parameters: { '/a': 'one' } });
    const { logger, line } = logs();
    const cache = cacheOf(logger);
    const a = cache.parameter('/a');
    await a.get();
    await save({ parameters: { '/b': 'typed wrongly' } });
    await line(/"\/a" is not among the local values/);

    const heard = new Promise<void>((resolve) => void a.onChange(resolve));
    await save({ parameters: { '/a': 'two' } });
    await heard;

    expect(a.value).toBe('two');
  });

  it('is told of where a secret is read by its ARN, or as a parameter', async () => {
    await save({ secrets: { 'dev/db': 'one' } });
    const cache = cacheOf();
    const secret = cache.secret('arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/db-AbCdEf');
    const parameter = cache.parameter('/aws/reference/secretsmanager/dev/db');
    await Promise.all([secret.get(), parameter.get()]);

    const heard = [secret, parameter].map(
      (handle) => new Promise<void>((resolve) => void handle.onChange(resolve)),
    );
    await save({ secrets: { 'dev/db': 'two' } });
    await Promise.all(heard);

    expect([secret.value, parameter.value]).toEqual(['two', 'two']);
  });

  it('of a folder that cannot be watched is read at the next start, and a warning says so', async () => {
    await save({ parameters: { '/a': 'one' } });
    const { logger, lines } = logs();
    const cache = new SsmCache({ local: file }, { logger }, true);
    ends.push(() => cache.close());
    await rm(folder, { recursive: true });

    cache[INTERNALS].beginWatching();
    await mkdir(folder);

    expect(lines.join('\n')).toContain(`the file "${file}" is not watched (ENOENT)`);
    expect(await cache.parameter('/a').get()).toBe('one');
  });

  it('is left alone with "watch: false"', async () => {
    await save({ parameters: { '/a': 'one' } });
    const cache = new SsmCache({ local: { file, watch: false } });
    ends.push(() => cache.close());
    const a = cache.parameter('/a');
    await a.get();
    await save({ parameters: { '/a': 'two' } });
    await cache.refresh();

    expect(a.value).toBe('one');
  });
});

describe('An application on a machine without AWS', () => {
  @Injectable()
  class Orders {
    @SsmParam('/limit') readonly limit!: number;
    @SsmSecret('dev/db', { key: 'password' }) readonly password!: string;
  }

  const start = async (local: string) => {
    @Module({ imports: [SsmCacheModule.forRoot({ basePath: '/dev', local })], providers: [Orders] })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
    ends.push(() => app.close());
    return app;
  };

  it('starts, and reads what is saved later', async () => {
    await save({ parameters: { '/dev/limit': 3 }, secrets: { 'dev/db': { password: 'x' } } });
    const app = await start(file);
    const orders = app.get(Orders);
    expect([orders.limit, orders.password]).toEqual([3, 'x']);

    const heard = firstValueFrom(app.get(SsmCache).changes$.pipe(timeout(5_000)));
    await save({ parameters: { '/dev/limit': 4 }, secrets: { 'dev/db': { password: 'x' } } });
    await heard;

    expect(orders.limit).toBe(4);
  });

  it('says of each missing name where it can be put', async () => {
    await save({ parameters: {} });

    await expect(start(file)).rejects.toMatchObject({
      code: 'SSM_CACHE_PRELOAD',
      message: expect.stringMatching(
        /Orders\.limit .*aws\.local\.json.*SSM_LIMIT[^]*Orders\.password .*aws\.local\.json.*SSM_DEV_DB/,
      ),
    });
  });

  it('says where values come from', async () => {
    await save({ parameters: { '/a': 'x', '/b': 'x' }, secrets: { s: 'x' } });
    const { lines, logger } = logs();
    cacheOf(logger);

    expect(lines).toEqual([`Values come from ${file}, variables SSM_… (2 parameters, 1 secret).`]);
  });
});
