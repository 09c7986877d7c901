import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { SsmParam, SsmParams, SsmSecret, type SsmParameter } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { z } from 'zod';
import { closeAll, RecordingLogger, startApplication } from '../support/application.js';

interface Login {
  readonly user: string;
}

const PARAMETERS = { '/port': '5432', '/level': 'loud', '/hosts': ['a', 'b'], '/tree/a': '1' };
const SECRETS = { 'prod/db': '{"user":"shop"}', 'prod/key': Uint8Array.of(1) };

describe('A property of whose declared type nothing is left at run time', () => {
  const applications: INestApplicationContext[] = [];
  afterEach(() => closeAll(applications));

  const warningsOf = async (service: Type): Promise<readonly string[]> => {
    const logger = new RecordingLogger();
    const application = await startApplication({
      providers: [service],
      ssm: new InMemoryParameterStore(PARAMETERS),
      secretsManager: new InMemorySecretsManager(SECRETS),
      logger,
    });
    applications.push(application);
    return logger.entries.map(([text]) => String(text)).filter((text) => text.includes('run time'));
  };

  it('is named in a warning at the start, if it holds the stored text', async () => {
    @Injectable()
    class Settings {
      @SsmParam('/port') protected readonly port!: number | undefined;
      @SsmParam('/port') protected readonly either!: number | string;
      @SsmParam('/port') protected readonly none!: number | null;
      @SsmSecret('prod/db') protected readonly login!: Login;
      @SsmSecret('prod/db', { key: 'user' }) protected readonly user!: 'shop' | undefined;
    }

    const warnings = await warningsOf(Settings);

    expect(warnings).toHaveLength(5);
    expect(warnings[0]).toContain('@SsmParam("/port") on Settings.port: ');
    expect(warnings[1]).toContain('@SsmParam("/port") on Settings.either: ');
    expect(warnings[2]).toContain('@SsmParam("/port") on Settings.none: ');
    expect(warnings[3]).toContain('@SsmSecret("prod/db") on Settings.login: ');
    expect(warnings[4]).toContain('@SsmSecret("prod/db") on Settings.user: ');
    expect(warnings.join()).not.toContain('5432');
  });

  it('is not, if something says what to make of the text', async () => {
    @Injectable()
    class Settings {
      @SsmParam('/port', { type: Number }) protected readonly port!: number | undefined;
      @SsmParam('/port', { type: String }) protected readonly text!: string | undefined;
      @SsmParam('/port', { transform: 'number' }) protected readonly number!: number | undefined;
      @SsmSecret('prod/db', { transform: 'json' }) protected readonly login!: Login;
      @SsmParam('/level', { schema: z.enum(['loud', 'quiet']) }) protected readonly level!:
        'loud' | 'quiet' | undefined;
    }

    await expect(warningsOf(Settings)).resolves.toEqual([]);
  });

  it('is not, if it holds no text, or its type is known', async () => {
    @Injectable()
    class Settings {
      @SsmParam('/hosts') protected readonly hosts!: ReadonlyArray<string>;
      @SsmParam('/none', { optional: true }) protected readonly none!: string | undefined;
      @SsmParams('/tree') protected readonly tree!: { a: string };
      @SsmSecret('prod/key') protected readonly key!: Uint8Array | undefined;
      @SsmParam('/port') protected readonly port?: number;
      @SsmParam('/port') protected readonly fresh!: Promise<string>;
      @SsmParam('/port') protected readonly unconverted!: Promise<number>;
      @SsmParam('/level') protected readonly level!: string;
      @SsmParam('/level', { type: Object }) protected readonly handle!: SsmParameter | string;
    }

    await expect(warningsOf(Settings)).resolves.toEqual([]);
  });
});
