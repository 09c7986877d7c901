// Does what the runtime of AWS Lambda does: loads the bundle once, and calls its handler for each event. An event is a line.
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const file = ['index.mjs', 'index.cjs'].find((name) => existsSync(new URL(name, import.meta.url)));
const bundle = await import(new URL(file, import.meta.url).href);
const { handler } = bundle.default ?? bundle;

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await handler(JSON.parse(line))));
}
