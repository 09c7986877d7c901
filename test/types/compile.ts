import { complaints } from '../support/compiler.js';

const IMPORTS = `
import type { Observable } from 'rxjs';
import { type as ark } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import {
  IsRetry, ReadOnlyMap, RefreshOnError, SecretsManagerParameter, SsmCache, SsmFilterType, SsmHandle, SsmParam,
  SsmParameter, SsmParameterTree, SsmParams, SsmSecret,
} from 'nestjs-ssm-cache';
import type { StandardSchema } from 'nestjs-ssm-cache';

declare const cache: SsmCache;
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

/** What the compiler says of each of `sources`, all compiled in one program. */
export const compile = (sources: readonly string[]): readonly (readonly string[])[] => {
  const rows = sources.map(
    (source, index) => [`test/types/row-${index}.ts`, `${IMPORTS}\n${source}\n`] as const,
  );
  const found = complaints(new Map(rows));
  return rows.map(([path]) => (found.get(path) ?? []).map(({ message }) => message));
};
