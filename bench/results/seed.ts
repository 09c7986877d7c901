import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Times a hit of the Python library that this one continues, against a client that needs no AWS. */
const SCRIPT = `
import timeit
from unittest.mock import patch
import boto3
from ssm_cache import SSMParameter

class Client:
    def get_parameters(self, Names, WithDecryption):
        return {"InvalidParameters": [], "Parameters": [{"Name": n, "Value": "x", "Type": "String", "Version": 1} for n in Names]}

SSMParameter.set_ssm_client(Client())
parameter = SSMParameter("/bench/host", max_age=300)
parameter.value
print(min(timeit.repeat(lambda: parameter.value, number=100000, repeat=7)) / 100000 * 1e9)
`;

/** Nanoseconds that a read of the Python library takes; `undefined` where no Python has it. */
export const timeSeed = async (): Promise<number | undefined> => {
  try {
    const { stdout } = await run('python3', ['-c', SCRIPT]);
    return Number(stdout);
  } catch {
    return undefined;
  }
};
