import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Recording } from '../../../lib/testing/recording/recording.js';

/** A folder for the recordings of a spec. Recordings that are still open at the end of a test are closed. */
export function recordingFolder(): { readonly path: string; readonly file: (name?: string) => string } {
  let path = '';
  let tests = 0;
  beforeAll(() => {
    path = mkdtempSync(join(tmpdir(), 'recording-'));
  });
  beforeEach(() => {
    tests += 1;
  });
  afterEach(closeRecordings);
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    file: (name = 'recording.json') => join(path, `${tests}-${name}`),
  };
}

/** As the end of a process does, which Jest hides from what it runs. */
export function closeRecordings(): void {
  const registry: unknown = Reflect.get(globalThis, Symbol.for('nestjs-ssm-cache:open-recordings'));
  const open = (registry ?? new Map()) as Map<string, { readonly recording: Recording }>;
  for (const { recording } of open.values()) {
    try {
      recording.close();
    } catch {
      // a test took its file away
    }
  }
  open.clear();
}
