import { describe, expect, it } from '@jest/globals';
import { getSsmParamToken, getSsmSecretToken, InjectSsmParam, InjectSsmSecret } from 'nestjs-ssm-cache';
import { thrown } from '../../support/make-cache.js';

describe('the token of a handle', () => {
  it('is the same for the same name and options, in whatever order they are written', () => {
    const transform = (text: unknown): unknown => text;

    expect(getSsmParamToken('/db/host').name).toBe('SSM_CACHE:PARAMETER:/db/host');
    expect(getSsmParamToken('/db/host', {})).toBe(getSsmParamToken('/db/host'));
    expect(getSsmSecretToken('db', { maxAge: 60, key: 'password' }).name).toBe(
      'SSM_CACHE:SECRET:db { key: password, maxAge: 60 }',
    );
    expect(getSsmSecretToken('db', { key: 'password', maxAge: 60 })).toBe(
      getSsmSecretToken('db', { maxAge: 60, key: 'password' }),
    );
    expect(getSsmParamToken('/db/host', { transform })).toBe(getSsmParamToken('/db/host', { transform }));
  });

  it('is another for another source, name, option or function', () => {
    const tokens = [
      getSsmParamToken('/db'),
      getSsmSecretToken('/db'),
      getSsmParamToken('/db', { maxAge: 1 }),
      getSsmParamToken('/db', { maxAge: 2 }),
      getSsmParamToken('/db', { transform: (text) => text }),
      getSsmParamToken('/db', { transform: (text) => text }),
      getSsmParamToken(() => '/db'),
    ];

    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it('shows no default, which Nest would print in its errors', () => {
    const token = getSsmSecretToken('db', { default: 's3cret-default' });

    expect(token.name).not.toContain('s3cret-default');
    expect(token).toBe(getSsmSecretToken('db', { default: 's3cret-default' }));
  });
});

describe('the injection of a handle', () => {
  class Target {}

  it.each([
    ['@InjectSsmParam', InjectSsmParam('/db/host')],
    ['@InjectSsmSecret', InjectSsmSecret('db')],
  ])('%s is refused on a parameter of a method', (decorator, decorate) => {
    const error = thrown(() => decorate(Target.prototype, 'find', 0));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toBe(
      `${decorator} on Target.find: Nest injects nothing into a parameter of a method. Decorate a parameter of the constructor, or a property.`,
    );
  });

  it.each([
    ['@InjectSsmParam', InjectSsmParam],
    ['@InjectSsmSecret', InjectSsmSecret],
  ])('%s without parentheses on a property is refused', (decorator, bare) => {
    const error = thrown(() =>
      (bare as (...place: readonly never[]) => unknown)(Target.prototype as never, 'host' as never),
    );

    expect(error.message).toContain(`${decorator} on Target.host`);
  });

  it.each([
    ['an empty name', () => InjectSsmParam('')(Target, undefined, 1)],
    ['an unknown option', () => InjectSsmSecret('db', { kez: 'x' } as object)(Target, undefined, 1)],
    ['an option out of its range', () => InjectSsmParam('/x', { maxAge: -1 })(Target, undefined, 1)],
  ])('names the parameter of the constructor for %s', (_kind, decorate) => {
    expect(thrown(decorate).message).toMatch(/@InjectSsm\w+ on Target\(parameter 1\)/);
  });
});
