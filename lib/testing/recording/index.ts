export { CallNotRecordedError } from './call-not-recorded.error.js';
export { recordClient } from './record-client.js';
export { RecordingFileError } from './recording-file.error.js';
export { replayClient } from './replay-client.js';
export type { RecordOptions } from './record-options.interface.js';
export type { ReplayClient } from './replay-client.interface.js';
