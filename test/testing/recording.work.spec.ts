import { describe, expect, it } from '@jest/globals';
import type { RecordedCall } from '../../lib/testing/recording/recorded-call.interface.js';
import type { CallWriter, Position } from '../../lib/testing/recording/recording-file.js';
import { Recording, type Turn } from '../../lib/testing/recording/recording.js';

/** A file that counts the calls that are written to it. */
class CountingFile implements CallWriter {
  readonly start: Position = { bytes: 0, calls: 0 };
  readonly writes: number[] = [];
  calls: RecordedCall[] = [];

  write({ calls: kept }: Position, calls: readonly RecordedCall[]): Position {
    this.writes.push(calls.length);
    this.calls = [...this.calls.slice(0, kept), ...calls];
    return { bytes: 0, calls: this.calls.length };
  }

  release(): void {}

  get callsWritten(): number {
    return this.writes.reduce((sum, calls) => sum + calls, 0);
  }

  get names(): unknown[] {
    return this.calls.map(({ input }) => input['Name']);
  }
}

/** Calls that count how often they are masked: that is how often the value of their input is looked at. */
class Calls {
  readonly file = new CountingFile();
  readonly recording = new Recording(this.file);
  readonly looks: number[] = [];

  begin(keepsValues = false): Turn {
    const { looks } = this;
    const index = looks.push(0) - 1;
    const input = {
      Name: `/${index}`,
      get Value() {
        looks[index] = (looks[index] ?? 0) + 1;
        return `value ${index}`;
      },
    };
    return this.recording.begin({ operation: 'PutParameter', input }, keepsValues);
  }

  get mostLooks(): number {
    return Math.max(...this.looks);
  }
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `/${index}`);
const standIns = ({ calls }: CountingFile): unknown[] => calls.map(({ input }) => input['Value']);

describe('The work of a recording', () => {
  it('is one write and one mask for each call, however many calls are before it', () => {
    const calls = new Calls();
    for (let count = 0; count < 1500; count += 1) calls.begin().finish({ output: {} });
    expect(calls.file.writes).toEqual(Array.from({ length: 1500 }, () => 1));
    expect(calls.looks).toEqual(Array.from({ length: 1500 }, () => 1));
    expect(calls.file.names).toEqual(names(1500));
  });

  it.each([
    ['are answered in the opposite order', (turns: Turn[]) => turns.toReversed()],
    ['are answered by and by', (turns: Turn[]) => turns],
    [
      'are answered in no order',
      (turns: Turn[]) => turns.map((_, index) => turns[(index * 7) % turns.length] as Turn),
    ],
  ])('is at most twice that where 500 calls at a time %s', (_case, ordered) => {
    const calls = new Calls();
    const turns = Array.from({ length: 500 }, () => calls.begin());
    for (const turn of ordered(turns)) turn.finish({ output: {} });
    expect(calls.file.callsWritten).toBeLessThanOrEqual(1000);
    expect(calls.mostLooks).toBeLessThanOrEqual(2);
    expect(calls.file.names).toEqual(names(500));
    expect(standIns(calls.file)).toEqual(Array.from({ length: 500 }, (_, index) => `***${index + 1}`));
  });

  it.each([
    ['is answered at last', (turn: Turn) => turn.finish({ output: {} }), names(801)],
    ['is aborted at last', (turn: Turn) => turn.drop(), names(801).slice(1)],
  ])('does not grow while one call hangs, and the order is right when it %s', (_case, end, expected) => {
    const calls = new Calls();
    const hanging = calls.begin();
    for (let count = 0; count < 800; count += 1) calls.begin().finish({ output: {} });
    expect(calls.file.writes).toEqual(Array.from({ length: 800 }, () => 1));
    expect(calls.file.names).toEqual(names(801).slice(1));
    end(hanging);
    expect(calls.file.names).toEqual(expected);
    expect(calls.mostLooks).toBeLessThanOrEqual(2);
    expect(new Set(standIns(calls.file)).size).toBe(expected.length);
  });

  it('does not grow while there is always a call under way', () => {
    const calls = new Calls();
    let before = calls.begin();
    for (let count = 0; count < 800; count += 1) {
      const next = calls.begin();
      before.finish({ output: {} });
      before = next;
    }
    expect(calls.file.callsWritten).toBe(800);
    before.finish({ output: {} });
    expect(calls.file.callsWritten).toBe(801);
    expect(calls.mostLooks).toBe(1);
  });

  it('includes no mask for values that are kept', () => {
    const calls = new Calls();
    const [first, second] = [calls.begin(true), calls.begin(true)];
    second.finish({ output: 'b' });
    first.finish({ output: 'a' });
    expect(calls.looks).toEqual([0, 0]);
    expect(standIns(calls.file)).toEqual(['value 0', 'value 1']);
  });

  it('ends when the recording is closed: overtaken calls are put in order, and no more are written', () => {
    const calls = new Calls();
    const [first, second, third] = [calls.begin(), calls.begin(), calls.begin()];
    third.finish({ output: {} });
    second.finish({ output: {} });
    calls.recording.close();
    expect(calls.file.names).toEqual(['/1', '/2']);
    first.finish({ output: {} });
    calls.begin().drop();
    expect(calls.file.names).toEqual(['/1', '/2']);
  });

  it('leaves out a call that could not be written, and goes on with the others', () => {
    const calls = new Calls();
    const { file } = calls;
    calls.begin().finish({ output: {} });
    const write = file.write.bind(file);
    file.write = () => {
      throw new Error('full');
    };
    expect(() => calls.begin().finish({ output: {} })).toThrow('full');
    file.write = write;
    const [overtaken, next] = [calls.begin(), calls.begin()];
    next.finish({ output: {} });
    overtaken.finish({ output: {} });
    calls.recording.close();
    expect(file.names).toEqual(['/0', '/2', '/3']);
    expect(new Set(standIns(file)).size).toBe(3);
  });
});
