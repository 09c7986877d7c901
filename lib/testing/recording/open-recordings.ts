import { resolve } from 'node:path';
import { Recording } from './recording.js';

interface OpenRecording {
  readonly recording: Recording;
  clients: number;
}

const open = new Map<string, OpenRecording>();

/** A client's part in a recording. */
export interface Session {
  readonly recording: Recording;
  /** Ends it. When all clients that record to the file have ended theirs, the recording is closed. */
  readonly end: () => void;
}

/** Joins the recording that other clients make of the same file, or begins it anew. */
export function joinRecording(file: string): Session {
  const path = resolve(file);
  const shared = open.get(path) ?? { recording: new Recording(file), clients: 0 };
  shared.clients += 1;
  open.set(path, shared);
  let hasEnded = false;
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    shared.clients -= 1;
    if (shared.clients > 0) return;
    shared.recording.close();
    open.delete(path);
  };
  return { recording: shared.recording, end };
}
