/**
 * An orders service whose database login is live: `npm start`, then rotate its password and watch nothing fail.
 *
 * | variable       | default                        |                                                              |
 * | -------------- | ------------------------------ | ------------------------------------------------------------ |
 * | `PORT`         | 3000                           |                                                              |
 * | `HOST`         | 127.0.0.1                      | `0.0.0.0`: other machines can rotate the password, too       |
 * | `DATABASE_URL` | a PostgreSQL of its own        | any other, as a role that may create roles and schemas       |
 * | `SAMPLE_AWS`   | a local AWS with all it needs  | `file`: a file, and no AWS (`npm run start:local`)           |
 * |                |                                | `real`: your account; needs `DATABASE_URL`, see below        |
 * | `LOCAL_FILE`   | aws.local.json                 | the file of `SAMPLE_AWS=file`, which is made if it is absent |
 * | `SAMPLE_EVENTS`   | on                          | `off`: the local AWS tells of no change                      |
 * | `SAMPLE_PENDING`  | on                          | `off`: wait until AWS calls the new password current         |
 * | `SAMPLE_STRATEGY` | single                      | `alternating`: two users in turn                             |
 * | `SAMPLE_WINDOW`   | 0.3                         | seconds from the new password to AWSCURRENT on it            |
 *
 * In a real account these have to be there, and nothing is created: the parameters `/prod/shop/db/host`, `db/port`,
 * `db/name`, `settings/max-quantity`, `settings/currencies` (a StringList), `settings/free-shipping`,
 * `settings/support-email`, and the secrets `prod/shop/db`,
 * `{"username": "…", "password": "…"}`, and `prod/shop/jwt`, a random text of 32 bytes or more.
 */
import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { shutdownSignal } from './shutdown-signal.js';
import { startSample } from './start-sample.js';

const logger = new Logger('Sample');
const port = Number(process.env.PORT ?? 3000);
const { HOST: host = '127.0.0.1' } = process.env;
const signal = shutdownSignal();

try {
  const { url, close } = await startSample({ port, host, signal });
  logger.log(`The page              ${url}`);
  logger.log(
    `Place an order        curl ${url}/orders --json '{"item":"Tea","quantity":2,"unitPrice":450,"currency":"EUR"}'`,
  );
  logger.log(`Rotate the password   curl -X POST ${url}/rotate`);
  logger.log(`Rotate the key        curl -X POST ${url}/rotate/signing-key`);
  logger.log(
    `Push a bad setting    curl ${url}/settings/push --json '{"name":"max-quantity","value":"a hundred"}'`,
  );
  logger.log(`Nothing has failed    curl ${url}/orders`);
  logger.log(`Health and metrics    curl ${url}/health ${url}/metrics`);
  logger.log('Ctrl-C ends it.');
  if (!signal.aborted) await once(signal, 'abort');
  logger.log('Finishing what has been asked …');
  await close();
} catch (error) {
  if (!signal.aborted) fail(error);
}
// Without it a start that was interrupted would go on.
process.exit();

function fail(error: unknown): void {
  const taken = `Port ${port} is taken by another program. Choose a different one: PORT=${port + 1} npm start`;
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  logger.error(isTaken ? taken : error);
  process.exitCode = 1;
}
