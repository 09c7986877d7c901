/** A local AWS in a process of its own, so that what it does takes no time from what is measured. */
import { startLocalAws } from 'nestjs-ssm-cache/testing';
import type { AwsAnswer, AwsRequest } from './aws.js';

const aws = await startLocalAws();
let isAway = false;
aws.faults.always('unavailable', { when: () => isAway });

const handle = (request: AwsRequest): AwsAnswer => {
  if (request.latency !== undefined) aws.latency = request.latency;
  if (request.isAway !== undefined) isAway = request.isAway;
  for (const [name, value] of Object.entries(request.parameters ?? {})) aws.parameterStore.put(name, value);
  const calls = aws.calls.length;
  if (request.reset === true) aws.resetCalls();
  return { config: aws.clientConfig(), calls };
};

process.on('message', (request: AwsRequest) => process.send?.(handle(request)));
process.on('disconnect', () => void aws.close());
