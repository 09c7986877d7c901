import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Pool, type Client } from 'pg';
import { track } from '../support/make-cache.js';

/** A connection without a server. */
class FakeClient extends EventEmitter {
  readonly _queryable = true;

  connect(done: () => void): void {
    done();
  }

  end(done?: () => void): void {
    done?.();
  }
}

const makePool = (): Pool => new Pool({ max: 1, Client: FakeClient as unknown as typeof Client });

describe('The pool of pg, as docs/guides/rotation.md says', () => {
  it('listens to idle connections only', async () => {
    const pool = makePool();
    const heard: string[] = [];
    pool.on('error', ({ message }) => heard.push(message));
    const client = await pool.connect();

    expect(() => client.emit('error', new Error('closed in use'))).toThrow('closed in use');
    expect(heard).toEqual([]);
    client.release();
    client.emit('error', new Error('closed while idle'));
    expect(heard).toEqual(['closed while idle']);
    await pool.end();
  });

  it('never settles queries that are still queued when it ends', async () => {
    const pool = makePool();
    const client = await pool.connect();
    const queued = track(pool.query('SELECT 1'));
    const ended = track(pool.end());
    client.release();
    for (let turns = 0; turns < 20; turns += 1) await turn();

    expect([ended.state, queued.state]).toEqual(['fulfilled', 'pending']);
  });
});
