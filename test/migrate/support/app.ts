import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatter } from '../../../lib/cli/migrate/formatter.js';
import { loadCompiler } from '../../../lib/cli/migrate/compiler.js';
import { migrate, type Migration } from '../../../lib/cli/migrate/migrate.js';
import { namesIn } from '../../../lib/cli/migrate/name-map.js';
import { root } from '../../package/support/project.js';

type Values = Readonly<Record<'environment' | 'parameters', Readonly<Record<string, string>>>> & {
  readonly secrets: Readonly<Record<string, string | object>>;
};

/** An application that uses another package, with its own tests. */
export class App {
  readonly folder: string;

  constructor(readonly name: string) {
    this.folder = join(root, 'test/migrate/apps', name);
  }

  /** Its sources, by their paths in it. */
  async files(): Promise<ReadonlyMap<string, string>> {
    const folders = await Promise.all(
      ['src', 'test'].map(async (folder) =>
        (await readdir(join(this.folder, folder))).map((name) => `${folder}/${name}`),
      ),
    );
    const texts = folders
      .flat()
      .map(async (path) => [path, await readFile(join(this.folder, path), 'utf8')] as const);
    return new Map(await Promise.all(texts));
  }

  async migrate(): Promise<Migration> {
    loadCompiler(root);
    const format = formatter(root);
    const hasMap = this.name === 'config';
    return migrate([...(await this.files())], {
      names: hasMap ? namesIn(join(this.folder, 'map.json')) : new Map(),
      basePath: hasMap ? '/prod/shop' : undefined,
      printWidth: 80,
      format: format && ((file, ...texts) => format(join(this.folder, file), ...texts)),
    });
  }

  async values(): Promise<Partial<Values>> {
    return JSON.parse(await readFile(join(this.folder, 'values.json'), 'utf8')) as Partial<Values>;
  }
}
