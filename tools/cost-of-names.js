/*
 * What a declaration file of 5,000 names costs the compiler, for 1,000 declarations that use them:
 *
 *   npm run cost:names
 *
 * The same sources are compiled without and with the file by turns, so that what else the machine does falls on both.
 */
import { join, resolve } from 'node:path';
import ts from 'typescript';

const NAMES = 5_000;
const USES = 1_000;
const ROUNDS = 7;
const ROOT = resolve(import.meta.dirname, '..');
const USE = join(ROOT, 'test/types/uses-of-names.ts');
const FILE = join(ROOT, 'test/types/ssm-names.d.ts');

const nameAt = (index) => `/service-${index % 50}/group-${index % 7}/parameter-${index}`;
const list = (length, text) => Array.from({ length }, (_, index) => text(index)).join('\n');

const uses = `import { SsmParam } from 'nestjs-ssm-cache';
${list(USES, (index) => `export class Class${index} { @SsmParam('${nameAt(index * 5)}') value!: string; }`)}`;
const names = `import 'nestjs-ssm-cache';
declare module 'nestjs-ssm-cache' {
  interface SsmNames { parameters: {
${list(NAMES, (index) => `'${nameAt(index)}': 'String';`)}
  } }
}`;

const configuration = join(ROOT, 'tsconfig.json');
const { config } = ts.readConfigFile(configuration, (path) => ts.sys.readFile(path));
const { options } = ts.parseJsonConfigFileContent(
  { ...config, files: [], include: [] },
  ts.sys,
  ROOT,
  {},
  configuration,
);

const disk = ts.createCompilerHost(options);
const parsed = new Map();

/** How long the compiler takes, in milliseconds, with these files beside those of the disk, which are parsed once. */
const compile = (files) => {
  const host = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    getSourceFile: (path, ...rest) => {
      if (files.has(path)) return ts.createSourceFile(path, files.get(path), rest[0], true);
      if (!parsed.has(path)) parsed.set(path, disk.getSourceFile(path, ...rest));
      return parsed.get(path);
    },
  };
  const began = performance.now();
  const program = ts.createProgram([...files.keys()], options, host);
  const found = [...files.keys()].flatMap((path) =>
    program.getSemanticDiagnostics(program.getSourceFile(path)),
  );
  const time = performance.now() - began;
  if (found.length > 0) throw new Error(ts.flattenDiagnosticMessageText(found[0].messageText, '\n'));
  return time;
};

const without = [];
const withNames = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  const times = [
    compile(new Map([[USE, uses]])),
    compile(
      new Map([
        [USE, uses],
        [FILE, names],
      ]),
    ),
  ];
  // The first round parses the files of the disk.
  if (round === 0) continue;
  without.push(times[0]);
  withNames.push(times[1]);
}

const median = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
const [plain, checked] = [median(without), median(withNames)];
const costs = withNames.map((time, index) => time - without[index]);
console.log(`${USES} declarations, ${ROUNDS} rounds, medians:
without a file of names  ${Math.round(plain)} ms
with ${NAMES} names       ${Math.round(checked)} ms
the names cost           ${Math.round(median(costs))} ms (${(checked / plain).toFixed(2)} times)`);
process.exitCode = median(costs) > 500 ? 1 : 0;
