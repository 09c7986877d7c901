import { existsSync } from 'node:fs';
import { HELP, JSON_OUTPUT } from '../common-options.js';
import type { Command, CommandInput } from '../command.interface.js';
import { counted } from '../output/counted.js';
import { UsageError } from '../usage.error.js';

const DEFAULT_FILE = 'aws.local.json';
const DEFAULT_PORT = '4566';

export const local: Command = {
  name: 'local',
  summary: 'serve the values of a file as a local AWS, which the SDKs and the AWS CLI use unmodified',
  usage: '[options]',
  options: {
    file: { type: 'string', value: 'FILE', help: `the values, by default ${DEFAULT_FILE}` },
    port: { type: 'string', value: 'PORT', help: `the port, by default ${DEFAULT_PORT}; 0 for a free one` },
    json: { ...JSON_OUTPUT, help: 'print the environment as JSON' },
    help: HELP,
  },
  notes: [
    'FILE is JSON: { "parameters": { "/dev/shop/host": "localhost" }, "secrets": { "dev/db": { "password": "x" } } }.',
    'It listens on 127.0.0.1 until it is ended. A saved file is served at once.',
  ],
  async run(input, { print, warn, untilEnded }) {
    if (input.files.length > 0) throw new UsageError(`Give the file with --file ${input.files[0]}.`);
    const file = input.text('file') ?? DEFAULT_FILE;
    if (!existsSync(file)) throw new UsageError(`There is no file ${file}. Say which with --file.`);
    const { serveLocalFile } = await import('../../tooling/index.js');
    const server = await started(() => serveLocalFile(file, portIn(input), warn));
    const environment = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: server.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    if (input.flag('json')) print(JSON.stringify(environment));
    else {
      const [url, ...rest] = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
      const counts = `${counted(server.parameters, 'parameter')}, ${counted(server.secrets, 'secret')}`;
      print(`Serving ${file} (${counts}). End it with Ctrl+C.\n\nexport ${url}\nexport ${rest.join(' ')}`);
    }
    await untilEnded();
    await server.close();
    return 0;
  },
};

const portIn = ({ text }: CommandInput): number => {
  const given = text('port') ?? DEFAULT_PORT;
  if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
  throw new UsageError(`--port has to be a port, not "${given}".`);
};

const started = async <T>(start: () => Promise<T>): Promise<T> => {
  try {
    return await start();
  } catch (error) {
    const { code, port } = error as { readonly code?: string; readonly port?: number };
    if (code === 'EADDRINUSE')
      throw new UsageError(`The port ${port} is in use. Choose another one with --port.`);
    throw error;
  }
};
