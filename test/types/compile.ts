import type { CompilerOptions } from 'typescript';
import { complaints } from '../support/compiler.js';

const IMPORTS = `
import type { Observable } from 'rxjs';
import { type as ark } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import {
  IsRetry, OnSsmChange, ReadOnlyMap, RefreshOnError, SecretsManagerParameter, SecretVersions, SsmCache, SsmFilterType, SsmHandle, SsmParam,
  InjectSsmParam, InjectSsmSecret, SsmCacheModule, SsmParameter, SsmParameterGroup, SsmParameterTree, SsmParams, SsmSecret,
  ssmCacheConfig,
} from 'nestjs-ssm-cache';
import type { Reference, SsmCacheChange, StandardSchema } from 'nestjs-ssm-cache';

declare const cache: SsmCache;
declare const group: SsmParameterGroup;
declare const reference: Reference;
type Same<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends (<T>() => T extends Other ? 1 : 2) ? true : false;
type Level = 'debug' | 'info';
type HostName = string & { readonly brand: 'HostName' };
type Port = number & { readonly brand: 'Port' };
enum Colour { red, blue }
class SettingsDto {
  port!: number;
}
class LoginError extends Error {}
class OtherError extends Error {}
`;

/** What the compiler says of each of `statements`, each in a block of its own of one file, with the options of the project or others. */
export const compileStatements = (
  statements: readonly string[],
  options: CompilerOptions = {},
): readonly (readonly string[])[] => {
  const path = 'test/types/statements.ts';
  const lines = statements.map((statement) => `{ ${statement.replaceAll(/\s+/g, ' ')} }`);
  const before = IMPORTS.split('\n').length;
  const found = complaints(new Map([[path, `${IMPORTS}\n${lines.join('\n')}\n`]]), options).get(path) ?? [];
  return statements.map((_, index) =>
    found.filter(({ line }) => line === before + index + 1).map(({ message }) => message),
  );
};
