import { match } from 'node:assert/strict';
import { withLocalParameters } from '../runner/local-parameters.js';
import { nestApp } from '../runner/nest-app.js';

const FILE = 'dist/app.module.js';
const VALUES = { '/prod/shop/greeting': 'Hello', '/prod/shop/repeats': 'twice' };

/** Runs the program that the package has installed, and gives what it wrote. */
const program = (project, node, args, env) =>
  project.run('node', ['node_modules/nestjs-ssm-cache/dist/esm/cli/index.js', ...args], { node, env });

/** What a command writes that is to end with 1. */
const failing = async (running) => {
  const { message } = await running.then(
    () => ({ message: 'ended with 0' }),
    (error) => error,
  );
  match(message, /ended with 1:/);
  return message;
};

const test = async (project, node, file) => {
  const listed = await program(project, node, ['list', file]);
  match(listed, /GreetingService\.repeats +ssm +default +\/prod\/shop\/repeats +number/);

  const place = ['--account', '123456789012', '--region', 'eu-west-1'];
  const policy = await program(project, node, ['iam', file, ...place]);
  match(policy, /"arn:aws:ssm:eu-west-1:123456789012:parameter\/prod\/shop\/greeting"/);

  await withLocalParameters(async (env, aws) => {
    match(await program(project, node, ['check', file], env), /2 of 2 values can be read\./);
    aws.parameterStore.delete('/prod/shop/repeats');
    match(await failing(program(project, node, ['check', file], env)), /missing +GreetingService\.repeats/);
  });

  await project.writeJson('aws.local.json', { parameters: VALUES });
  const against = await failing(program(project, node, ['check', file, '--against', 'aws.local.json']));
  match(against, /unusable +GreetingService\.repeats/);

  const serve = 'nestjs-ssm-cache local --port 0 & sleep 2; kill -INT $!; wait $!';
  match(
    await project.run('sh', ['-c', serve], { node }),
    /export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+/,
  );
};

const commandLine = (nest) =>
  nestApp({
    name: `command-line-${nest}`,
    about: `list, iam, check and local on what nest new of Nest ${nest} builds`,
    nest,
    test: (project, node) => test(project, node, FILE),
  });

export const commandLine10 = commandLine(10);
export const commandLine11 = commandLine(11);
export const commandLine12 = commandLine(12);
