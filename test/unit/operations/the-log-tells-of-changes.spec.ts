import { describe, expect, it } from '@jest/globals';
import { format, inspect } from 'node:util';
import { makeCache } from '../../support/make-cache.js';

const CANARY = 'c4n4ry';

const made = () => makeCache({ minRefreshInterval: 0 });

describe('The log of changes', () => {
  it('has one line for each change, with name and versions, and none for a first load', async () => {
    const { cache, parameters, secrets, runtime } = made();
    parameters.put('/host', CANARY);
    const first = secrets.put('db', CANARY);
    const [host] = [cache.parameter('/host'), cache.secret('db')];
    await cache.ready();
    expect(runtime.lines).toEqual([]);

    parameters.put('/host', `${CANARY} 2`);
    const second = secrets.rotate('db', `${CANARY} 2`);
    await cache.refresh();
    await cache.refresh();
    parameters.delete('/host');
    await host.refresh().catch(() => undefined);
    parameters.put('/host', CANARY);
    await host.refresh();

    expect(runtime.lines.map(String).toSorted()).toEqual(
      [
        '"/host" has changed from version 1 to version 2.',
        `"db" has changed from version ${first} to version ${second}.`,
        '"/host" no longer exists. Its last version was 2.',
        '"/host" exists now, in version 1.',
      ].toSorted(),
    );
    expect(inspect(runtime.lines) + JSON.stringify(runtime.lines)).not.toContain(CANARY);
  });

  it('has fields for a logger that writes JSON, and the text for all others', async () => {
    const { cache, parameters, runtime } = made();
    parameters.put('/host', '1');
    const host = cache.parameter('/host');
    await host.get();
    parameters.put('/host', '2');
    await host.refresh();
    const [line] = runtime.lines;
    const text = '"/host" has changed from version 1 to version 2.';

    // pino and nestjs-pino copy the fields; winston and nest-winston take "message" out of them.
    expect(Object.assign({}, line)).toEqual({
      msg: text,
      change: { name: '/host', previousVersion: 1, version: 2 },
    });
    expect(line?.message).toBe(text);
    expect([String(line), inspect(line), format('%s', line), format(line)]).toEqual([text, text, text, text]);
  });

  it('tells of a path which parameters under it changed, ten at the most', async () => {
    const { cache, parameters, runtime } = made();
    for (const name of ['/p/same', '/p/newer', '/p/gone']) parameters.put(name, CANARY);
    const tree = cache.parameters('/p');
    await tree.get();
    parameters.put('/p/newer', `${CANARY} 2`);
    parameters.delete('/p/gone');
    parameters.put('/p/added', CANARY);
    await tree.refresh();

    expect(String(runtime.lines[0])).toBe(
      '"/p" has changed: "/p/added" is new (version 1), "/p/gone" is gone (version 1), "/p/newer" (version 1 to version 2).',
    );
    for (let index = 0; index < 40; index += 1) parameters.put(`/p/${index}`, CANARY);
    await tree.refresh();
    expect(String(runtime.lines[1])).toMatch(/, and 30 more\.$/);
    expect(runtime.lines[1]?.change.parameters).toHaveLength(40);
    expect(runtime.lines.join() + JSON.stringify(runtime.lines)).not.toContain(CANARY);
  });
});
