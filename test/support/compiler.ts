import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

/** The options of the project, less what would complain of declarations that nobody reads, with those of a test. */
const optionsWith = (own: ts.CompilerOptions): ts.CompilerOptions => {
  const path = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  const parsed = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT, {}, path);
  return { ...parsed.options, noUnusedLocals: false, noUnusedParameters: false, ...own };
};

/** Something that the compiler says of a file. */
export interface Complaint {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * What the compiler says of each of `sources`, texts by the path of a file relative to the project, all compiled in one
 * program. Nothing of them is on the disk.
 *
 * @param own options of the type checker in place of those of the project
 */
export const complaints = (
  sources: ReadonlyMap<string, string>,
  own: ts.CompilerOptions = {},
): ReadonlyMap<string, readonly Complaint[]> => {
  const files = new Map(Array.from(sources, ([path, text]) => [join(ROOT, path), text]));
  const compilerOptions = optionsWith(own);
  const program = ts.createProgram([...files.keys()], compilerOptions, hostOf(files, compilerOptions));
  return new Map(
    Array.from(sources.keys(), (path) => {
      const file = program.getSourceFile(join(ROOT, path));
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [path, found.map(toComplaint)];
    }),
  );
};

/** Files of the disk, each parsed once: how strict the compiler is changes nothing about them. */
const parsed = new Map<string, ts.SourceFile | undefined>();

const hostOf = (files: ReadonlyMap<string, string>, compilerOptions: ts.CompilerOptions): ts.CompilerHost => {
  const disk = ts.createCompilerHost(compilerOptions);
  const folders = new Set(Array.from(files.keys(), (path) => join(path, '..')));
  return {
    ...disk,
    directoryExists: (path) => folders.has(path) || disk.directoryExists?.(path) === true,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = files.get(path);
      if (text !== undefined) return ts.createSourceFile(path, text, version, true);
      if (!parsed.has(path)) parsed.set(path, disk.getSourceFile(path, version, ...rest));
      return parsed.get(path);
    },
  };
};

const toComplaint = ({ file, start = 0, messageText }: ts.Diagnostic): Complaint => ({
  line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1,
  message: ts.flattenDiagnosticMessageText(messageText, '\n'),
});

const compilerOptions = optionsWith({});
let shownText = '';
let version = 0;
const SHOWN = join(ROOT, 'test/types/shown.ts');

/** An editor's view of one file, which is not on the disk. */
const editor = ts.createLanguageService({
  getCompilationSettings: () => compilerOptions,
  getCurrentDirectory: () => ROOT,
  getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
  getScriptFileNames: () => [SHOWN],
  getScriptVersion: (path) => (path === SHOWN ? String(version) : '0'),
  getScriptSnapshot: (path) => {
    const text = path === SHOWN ? shownText : ts.sys.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  fileExists: (path) => path === SHOWN || ts.sys.fileExists(path),
  readFile: (path) => ts.sys.readFile(path),
  directoryExists: (path) => ts.sys.directoryExists(path),
});

/** The documentation that an editor shows on hover where `place` is found last in a source. */
export const quickInfo = (source: string, place: string): string => {
  shownText = source;
  version += 1;
  const info = editor.getQuickInfoAtPosition(SHOWN, source.lastIndexOf(place) + 1);
  return ts.displayPartsToString(info?.documentation);
};

/** What an editor offers where a source has a `|`. */
export const completions = (source: string): readonly string[] => {
  const place = source.lastIndexOf('|');
  shownText = source.slice(0, place) + source.slice(place + 1);
  version += 1;
  const { entries = [] } = editor.getCompletionsAtPosition(SHOWN, place, {}) ?? {};
  return entries.map(({ name }) => name);
};
