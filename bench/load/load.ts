import { number, spread } from '../support/format.js';
import { report } from '../support/report.js';
import { loadInProcess, type LoadTime } from './load-times.js';
import { countSdkModules } from './sdk-modules.js';

const PROCESSES = 12;
const US = 'nestjs-ssm-cache';
const SSM = '@aws-sdk/client-ssm';
const SECRETS_MANAGER = '@aws-sdk/client-secrets-manager';
const NEST = ['reflect-metadata', 'rxjs', '@nestjs/common', '@nestjs/core'];

const imported: LoadTime[] = [];
const required: LoadTime[] = [];
for (let index = 0; index < PROCESSES; index += 1) {
  imported.push(...(await loadInProcess('import', [...NEST, US, SSM])));
  imported.push(...(await loadInProcess('import', [...NEST, US, SECRETS_MANAGER])));
  required.push(...(await loadInProcess('require', [...NEST, US])));
}
const sdkModules = await countSdkModules();

const timesOf = (times: readonly LoadTime[], name: string): readonly number[] =>
  times.filter((one) => one.name === name).map(({ time }) => time);

const rowOf = (title: string, times: readonly LoadTime[], name: string): readonly string[] => {
  const cpu = times.filter((one) => one.name === name).map((one) => one.cpu);
  const all = timesOf(times, name);
  return [title, `${number(Math.min(...all))} ms`, spread(all, 'ms'), spread(cpu, 'ms')];
};

report({
  tables: [
    {
      title: 'Importing',
      note:
        `Each in ${PROCESSES} new processes or more, after Nest, which an application has anyway. The quickest is what it ` +
        'takes when nothing else runs. Modules of the AWS SDK that are loaded once an application has started that has ' +
        `not fetched yet: ${number(sdkModules.beforeFetch)}; after its first fetch: ${number(sdkModules.afterFetch)}.`,
      columns: ['package', 'quickest', 'time', 'processor time'],
      rows: [
        rowOf('`@nestjs/common`', imported, '@nestjs/common'),
        rowOf('`@nestjs/core`', imported, '@nestjs/core'),
        rowOf('**nestjs-ssm-cache**, `import`', imported, US),
        rowOf('**nestjs-ssm-cache**, `require()`', required, US),
        rowOf(`\`${SSM}\`, with the first fetch`, imported, SSM),
        rowOf(`\`${SECRETS_MANAGER}\`, with the first fetch`, imported, SECRETS_MANAGER),
      ],
    },
  ],
  figures: {
    'import, milliseconds': Math.min(...timesOf(imported, US)),
    'require, milliseconds': Math.min(...timesOf(required, US)),
    'modules of the SDK before the first fetch': sdkModules.beforeFetch,
    'modules of the SDK after the first fetch': sdkModules.afterFetch,
  },
});
