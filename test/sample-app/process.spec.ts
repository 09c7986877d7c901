import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SampleProcess, compileSample } from './support/sample-process.js';

describe('npm start', () => {
  let sample: SampleProcess;

  beforeAll(compileSample, 120_000);
  afterEach(() => sample?.dispose());

  const expectNothingLeft = async () => {
    expect(await sample.children()).toEqual([]);
    expect(await sample.leftFiles()).toEqual([]);
  };

  it.each([['SIGINT'], ['SIGTERM']] as const)(
    'says what to try, and ends on %s with nothing left behind',
    async (signal) => {
      sample = await SampleProcess.start({ PORT: '0' });
      await sample.waitFor('Ctrl-C ends it');
      expect(sample.output).toContain('/rotate');
      expect(await sample.children()).not.toEqual([]);

      expect(await sample.end(signal)).toBe(0);
      await expectNothingLeft();
    },
    120_000,
  );

  it('ends as well when it is told so twice, as npm does', async () => {
    sample = await SampleProcess.start({ PORT: '0' });
    await sample.waitFor('Ctrl-C ends it');
    expect(await sample.end('SIGINT', 'SIGINT')).toBe(0);
    await expectNothingLeft();
  }, 120_000);

  it('ends as well when only the shell that npm started it with is told so', async () => {
    sample = await SampleProcess.start({ PORT: '0', npm_lifecycle_event: 'start' });
    await sample.waitFor('Ctrl-C ends it');
    await sample.end('SIGTERM');
    await expectNothingLeft();
  }, 120_000);

  it.each([[400], [700], [1_000], [1_500]])(
    'ends when it is interrupted after %d ms, wherever it is',
    async (milliseconds) => {
      sample = await SampleProcess.start({ PORT: '0' });
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await sample.end('SIGINT');
      await expectNothingLeft();
    },
    120_000,
  );

  it('says which port is taken', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    sample = await SampleProcess.start({ PORT: String(port) });
    await sample.waitFor(`Port ${port} is taken`);
    expect(await sample.end()).toBe(1);
    await expectNothingLeft();
    server.close();
  }, 120_000);
});
