/** What a finished rotation tells: nothing that would help anybody to log in. */
export interface Rotation {
  readonly versionId: string;
  readonly closedConnections: number;
  readonly milliseconds: number;
}
