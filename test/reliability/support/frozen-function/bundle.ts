import { build } from 'esbuild';
import { join } from 'node:path';

/** What Nest imports if it is there, and a function does not have. */
const ABSENT = ['@nestjs/microservices', '@nestjs/websockets', '@nestjs/platform-express', 'class-*'];
const REQUIRE =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/** Puts a function and all that it needs into one file, as it is uploaded to AWS Lambda. */
export const bundleFunction = async (file: string): Promise<void> => {
  await build({
    entryPoints: [join(import.meta.dirname, 'function.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: REQUIRE },
    external: ABSENT,
    logLevel: 'error',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
};
