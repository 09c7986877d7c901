import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { withHiddenObjects, withShownObjects } from '../../../lib/options/hidden-options.js';

const client = { secretAccessKey: 'poison', send: async () => undefined };

describe('The options of a module, as Nest holds them', () => {
  it('show no live object, and are given back as they were', () => {
    const options = { maxAge: 60, ssmClient: client, clients: { eu: client } };
    const hidden = withHiddenObjects(options);

    expect(hidden).toMatchObject({ maxAge: 60 });
    expect(inspect(hidden, { depth: 9 }) + JSON.stringify(hidden)).not.toContain('poison');
    expect(withShownObjects(hidden)).toEqual(options);
    expect(withShownObjects(hidden).ssmClient).toBe(client);
  });

  it('are never equal to others with a live object', () => {
    expect(JSON.stringify(withHiddenObjects({ fleet: client }))).not.toBe(
      JSON.stringify(withHiddenObjects({ fleet: client })),
    );
  });

  it('without a live object are the same object', () => {
    const options = { maxAge: 60 };

    expect(withHiddenObjects(options)).toBe(options);
    expect(withShownObjects(options)).toBe(options);
  });

  it('may have no prototype, or be of another realm', () => {
    const bare = Object.assign(Object.create(null) as object, { ssmClient: client });

    expect(inspect(withHiddenObjects(bare), { depth: 9 })).not.toContain('poison');
  });

  it('that are an instance of a class are left as they are', () => {
    class Options {
      readonly ssmClient = client;
    }
    const options = new Options();

    expect(withHiddenObjects(options)).toBe(options);
  });

  it('are the same where nothing was hidden', () => {
    const options = { ssmClient: client, maxAge: 60 };

    expect(withShownObjects(options)).toEqual(options);
    expect(withShownObjects(options).ssmClient).toBe(client);
  });

  it.each([[undefined], [null], ['text']])('%p is left as it is', (options) => {
    expect(withHiddenObjects(options)).toBe(options);
  });
});
