import { linkTarget } from './link-target.js';
import { RecordingFile, told } from './recording-file.js';
import { Recording } from './recording.js';

/** Shared with other copies of this module: an ESM and a CommonJS copy may record to one file. */
const REGISTRY = Symbol.for('nestjs-ssm-cache:open-recordings');

interface OpenRecording {
  readonly recording: Recording;
  clients: number;
}

/** A client's part in a recording. */
export interface Session {
  readonly recording: Recording;
  /** Ends it. When all clients that record to the file have ended theirs, the recording is closed. */
  readonly end: () => void;
}

/** Joins the recording that other clients make of the same file, or begins it anew. */
export function joinRecording(file: string): Session {
  const path = told(file, () => linkTarget(file));
  const open = openRecordings();
  const shared = open.get(path) ?? { recording: new Recording(new RecordingFile(file, path)), clients: 0 };
  shared.clients += 1;
  open.set(path, shared);
  let hasEnded = false;
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    shared.clients -= 1;
    if (shared.clients > 0) return;
    open.delete(path);
    shared.recording.close();
  };
  return { recording: shared.recording, end };
}

function openRecordings(): Map<string, OpenRecording> {
  const registry = globalThis as { [REGISTRY]?: Map<string, OpenRecording> };
  return (registry[REGISTRY] ??= closedAtTheEnd(new Map()));
}

function closedAtTheEnd(open: Map<string, OpenRecording>): Map<string, OpenRecording> {
  process.once('exit', () => {
    for (const { recording } of open.values()) closeQuietly(recording);
  });
  return open;
}

/** Each call has already told its caller if it could not be written. */
function closeQuietly(recording: Recording): void {
  try {
    recording.close();
  } catch {}
}
