import { describe, expect, it } from '@jest/globals';
import { makeCache, thrown } from '../support/make-cache.js';

const REFERENCE = '/aws/reference/secretsmanager/';

describe('The name of a parameter', () => {
  it.each([':3', ' :prod', ': '])('cannot be a selector alone: "%s"', (name) => {
    const error = thrown(() => makeCache().cache.parameter(name));

    expect(error).toMatchObject({ name: 'InvalidParameterError', names: [name] });
    expect(error.message).toContain('an empty one was given');
  });

  it.each(['/x:', '/x:0', '/x:1st', `${REFERENCE}db:`])('with a bad selector is told: %s', (name) => {
    const error = thrown(() => makeCache().cache.parameter(name));

    expect(error).toMatchObject({ name: 'InvalidVersionError', names: [name] });
  });

  it('that has to be under a base path is told when it cannot be', () => {
    const { cache } = makeCache({ basePath: '/prod' });

    expect(thrown(() => cache.parameter('x'))).toMatchObject({ name: 'InvalidPathError', names: ['x'] });
  });

  it('is under a base path, with however many slashes that ends', async () => {
    const { cache, parameters } = makeCache({ basePath: '/prod///' });
    parameters.put('/prod/x', 'v');

    await expect(cache.parameter('/x').get()).resolves.toBe('v');
  });

  it('is read with spaces around it as AWS does, together with others', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/x', '1');
    parameters.put('/y', '2');
    // AWS answers with the name as it keeps it.
    ssm.instead = (_operation, input) =>
      parameters.getParameters({ ...input, Names: (input.Names as string[]).map((name) => name.trim()) });
    const values = await Promise.all([cache.parameter(' /x ').get(), cache.parameter('/y').get()]);

    expect(values).toEqual(['1', '2']);
    expect(ssm.calls).toHaveLength(1);
  });
});
