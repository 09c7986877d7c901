import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nodeEnvironment } from './node-versions.js';
import { workshop } from './places.js';
import { runCommand } from './run-command.js';

/** The folder of a consumer, and what can be done in it. */
export class Project {
  constructor(name, tarball) {
    this.tarball = tarball;
    this.folder = join(workshop, 'projects', name);
  }

  path(...names) {
    return join(this.folder, ...names);
  }

  read(file) {
    return readFile(this.path(file), 'utf8');
  }

  async write(file, content) {
    await mkdir(dirname(this.path(file)), { recursive: true });
    await writeFile(this.path(file), content);
  }

  writeJson(file, value) {
    return this.write(file, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Takes everything away but the packages that an earlier run installed. */
  async empty() {
    await mkdir(this.folder, { recursive: true });
    const names = await readdir(this.folder);
    await this.remove(...names.filter((name) => name !== 'node_modules'));
  }

  /** Changes a file of text, or with the name `….json` a value. */
  async edit(file, change) {
    const content = await this.read(file);
    if (!file.endsWith('.json')) return this.write(file, change(content));
    const value = JSON.parse(content);
    change(value);
    return this.writeJson(file, value);
  }

  copy(source, file, options = {}) {
    return cp(source, this.path(file), { recursive: true, ...options });
  }

  remove(...files) {
    return Promise.all(files.map((file) => rm(this.path(file), { recursive: true, force: true })));
  }

  install() {
    return this.run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline']);
  }

  /** Runs a command of the project, by the Node of a major version. */
  async run(command, args, { node, env, cwd = '.' } = {}) {
    const versioned = node === undefined ? {} : await nodeEnvironment(node);
    const path = `${this.path('node_modules/.bin')}:${versioned.PATH ?? process.env.PATH}`;
    return runCommand(command, args, { cwd: this.path(cwd), env: { ...env, PATH: path } });
  }
}
