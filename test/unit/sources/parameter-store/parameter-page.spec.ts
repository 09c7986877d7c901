import { describe, expect, it } from '@jest/globals';
import { parameterPage } from '../../../../lib/sources/parameter-store/parameter-page.js';
import { thrown } from '../../../support/make-cache.js';

const of = (Name: string) => ({ Name, Value: 'v', Type: 'String', Version: 1 });

const namesIn = (answer: unknown, path: string) => parameterPage(answer, path).values.map(({ name }) => name);

describe('A page of a listing', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'it has no list of parameters'],
    ['no list', { Parameters: {} }, 'it has no list of parameters'],
    ['a list of nothing', { Parameters: [null] }, 'a parameter of it has no name'],
    ['a parameter without name', { Parameters: [{ Value: 'v' }] }, 'a parameter of it has no name'],
    ['only what lies elsewhere', { Parameters: [of('/shopping/x')] }, 'it is for another path'],
    ['a value that is none', { Parameters: [{ ...of('/shop/x'), Value: 7 }] }, 'it has no text as its value'],
    ['an unknown type', { Parameters: [{ ...of('/shop/x'), Type: 'Map' }] }, 'it has no known type'],
    ['a token that is none', { Parameters: [], NextToken: 7 }, 'its token is no text'],
  ])('cannot be used with %s, and says why', (_title, answer, reason) => {
    const error = thrown(() => parameterPage(answer, '/shop'));

    expect(error.name).toBe('RefreshError');
    expect(error.message).toContain(reason);
  });

  it.each([undefined, null, ''])('is the last one with %j as its token', (NextToken) => {
    expect(parameterPage({ Parameters: [], NextToken }, '/shop').nextToken).toBeUndefined();
  });

  it('leads to the next one with its token', () => {
    expect(parameterPage({ Parameters: [], NextToken: 'more' }, '/shop').nextToken).toBe('more');
  });

  it('of all parameters has those without slash too, as if they had one', () => {
    expect(namesIn({ Parameters: [of('host'), of('/shop/host')] }, '/')).toEqual(['/host', '/shop/host']);
  });

  it('shows the longest name that AWS knows, and nothing longer as a name', () => {
    const longest = `/shop/${'x'.repeat(2_042)}`;

    expect(namesIn({ Parameters: [of(longest), of(`${longest}x`)] }, '/shop')).toEqual([longest]);
  });

  it('has the version of a secret that is read through Parameter Store, where it says one as text', () => {
    const versionWith = (SourceResult: unknown) =>
      parameterPage({ Parameters: [{ ...of('/shop/x'), SourceResult }] }, '/shop').values[0]?.raw.version;

    expect(versionWith('{"versionId":"v1"}')).toBe('v1');
    expect(versionWith('{"versionId":7}')).toBe(1);
    expect(versionWith('{}')).toBe(1);
    expect(versionWith('{')).toBe(1);
    expect(versionWith(['{"versionId":"v1"}'])).toBe(1);
  });
});
