/**
 * Lets an error become what it shows. Until its stack is first read, V8 keeps the functions and objects of every frame with
 * it, and through them the values that they work with: whoever keeps the error would keep those.
 *
 * @see https://v8.dev/docs/stack-trace-api
 */
export const releaseStackFrames = (error: Error): void => void error.stack;
