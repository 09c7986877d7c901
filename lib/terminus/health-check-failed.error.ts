/** What Terminus 10 and 11 take for a health check that failed: they know it by these two members. */
export class HealthCheckFailed extends Error {
  readonly isHealthCheckError = true;

  constructor(
    message: string,
    /** What the page of the health check shows. */
    readonly causes: unknown,
  ) {
    super(message);
  }
}
