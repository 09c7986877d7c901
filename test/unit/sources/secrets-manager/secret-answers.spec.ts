import { describe, expect, it } from '@jest/globals';
import { SecretAnswers, singleSecretValue } from '../../../../lib/sources/secrets-manager/secret-answers.js';
import { secretReference } from '../../../../lib/sources/secrets-manager/secret-reference.js';
import { thrown } from '../../../support/make-cache.js';

const PARTIAL_ARN = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop-database-main';

const ARN = `${PARTIAL_ARN}-AbCdEf`;

describe('The answer for one secret', () => {
  it.each([ARN, PARTIAL_ARN, 'shop-database-main'])('is taken for %s when it has the ARN', (id) => {
    const raw = singleSecretValue({ ARN, SecretString: 's', VersionId: 'v1' }, secretReference(id));

    expect(raw).toEqual({ value: 's', type: 'SecretString', version: 'v1' });
  });

  it.each(['shop', 'shop-database-main-AbCdEf', 'main'])('is not taken for %s, and says why', (id) => {
    const error = thrown(() => singleSecretValue({ ARN, SecretString: 's' }, secretReference(id)));

    expect(error.name).toBe('RefreshError');
    expect(error.message).toContain('it is for another secret');
  });

  it('can be bytes, which nobody changes later', () => {
    const SecretBinary = Uint8Array.of(1, 2);
    const raw = singleSecretValue({ SecretBinary, VersionId: 7 }, secretReference('db'));
    SecretBinary.fill(0);

    expect(raw).toEqual({ value: Uint8Array.of(1, 2), type: 'SecretBinary', version: undefined });
  });

  it.each([ARN, PARTIAL_ARN, 'shop-database-main'])('needs nothing but the value, for %s', (id) => {
    const raw = singleSecretValue({ SecretString: 's' }, secretReference(id));

    expect(raw).toEqual({ value: 's', type: 'SecretString', version: undefined });
  });

  it.each([undefined, {}, { SecretString: 7 }])(
    'cannot be used without value (%j), and says why',
    (answer) => {
      const error = thrown(() => singleSecretValue(answer, secretReference('db')));

      expect(error.name).toBe('RefreshError');
      expect(error.message).toContain('it has neither text nor bytes as its value');
    },
  );
});

describe('The answer for a batch of secrets', () => {
  it.each([ARN, PARTIAL_ARN])('has the one that was asked for by %s, whatever it is called', (id) => {
    const asked = [secretReference(id), secretReference('other')];
    const answers = new SecretAnswers({ SecretValues: [{ ARN, SecretString: 's' }] }, asked);

    expect(asked.map((reference) => answers.valueFor(reference)?.value)).toEqual(['s', undefined]);
  });

  it('has, of two with one name, for the name the one that was not asked for by its partial ARN', () => {
    const asked = [secretReference('db'), secretReference(PARTIAL_ARN)];
    const SecretValues = [
      { Name: 'db', ARN, SecretString: 'by ARN' },
      { Name: 'db', ARN: 'arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf', SecretString: 'by name' },
    ];
    const answers = new SecretAnswers({ SecretValues }, asked);

    expect(asked.map((reference) => answers.valueFor(reference)?.value)).toEqual(['by name', 'by ARN']);
  });
});
