/** What the command was given cannot work. Its message is one line, and says what to do. */
export class UsageError extends Error {}
