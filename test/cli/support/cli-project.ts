import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { makeProject, root } from '../../package/support/project.js';

/** What a run of the program gave. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the program is in a project that has installed the package. */
const PROGRAM = 'node_modules/nestjs-ssm-cache/dist/esm/cli/index.js';

const SDK = ['client-ssm', 'client-secrets-manager'];

/** A project with a major version of Nest and the built package, and the program in it. */
export class CliProject {
  private constructor(readonly folder: string) {}

  static async make(nest: 10 | 11 | 12): Promise<CliProject> {
    const project = await makeProject(SDK);
    if (nest !== 12) {
      const nestPackages = join(project, 'node_modules/@nestjs');
      await rm(nestPackages, { recursive: true });
      await mkdir(nestPackages);
      const installed = join(root, `test/nest-versions/${nest}/node_modules/@nestjs`);
      for (const name of await readdir(installed)) {
        await symlink(join(installed, name), join(nestPackages, name));
      }
    }
    return new CliProject(project);
  }

  get program(): string {
    return join(this.folder, PROGRAM);
  }

  async write(file: string, content: string): Promise<void> {
    const path = join(this.folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }

  /** Compiles a source as a build does: to CommonJS for a file `.cjs`, to an ES module for one `.mjs`. */
  build(file: string, source: string): Promise<void> {
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: {
        module: file.endsWith('.cjs') ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        useDefineForClassFields: false,
      },
    });
    return this.write(file, outputText);
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    const { PATH, HOME } = process.env;
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--no-warnings', this.program, ...args],
        { cwd: this.folder, env: { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...env }, timeout: 30_000 },
        (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
