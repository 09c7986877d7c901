import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { compacted } from './javascript.js';

const FOLDER = 'schematics';
const FACTORY = 'nest-add';

/** Bundles what `nest add` runs. The Nest CLI requires it, so that it is CommonJS; it loads nothing of the rest of the package. */
export const bundleSchematics = async (compiled) => {
  const bundle = await rollup({
    input: join(compiled, FOLDER, `${FACTORY}.js`),
    external: /^[^./]/,
    onLog: (_level, { message }) => {
      throw new Error(message);
    },
  });
  const { output } = await bundle.generate({ format: 'cjs', exports: 'named' });
  const code = await compacted(output[0].code, 'cjs');
  const place = join('dist', FOLDER);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, `${FACTORY}.cjs`), code);
  for (const file of ['collection.json', `${FACTORY}.schema.json`]) {
    await copyFile(join('lib', FOLDER, file), join(place, file));
  }
};
