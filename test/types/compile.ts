import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

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
class LoginError extends Error {}
class OtherError extends Error {}
`;

/** The options of the project, less what would complain of imports that a row does not use. */
const options = (): ts.CompilerOptions => {
  const path = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  const parsed = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT, {}, path);
  return { ...parsed.options, noUnusedLocals: false, noUnusedParameters: false };
};

/** What the compiler says of each of `sources`, all compiled in one program. */
export const compile = (sources: readonly string[]): readonly (readonly string[])[] => {
  const files = new Map(
    sources.map((source, index) => [join(ROOT, `test/types/row-${index}.ts`), `${IMPORTS}\n${source}\n`]),
  );
  const disk = ts.createCompilerHost(options());
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = files.get(path);
      return text === undefined
        ? disk.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, text, version, true);
    },
  };
  const program = ts.createProgram([...files.keys()], options(), host);
  return Array.from(files.keys(), (path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
    );
  });
};
