/** What the pages for users state, with the tests that hold it. */
export interface HeldClaim {
  readonly text: string;
  readonly table?: string;
  readonly holds: readonly string[];
}
export declare const claimPages: () => readonly string[];
export declare const holdsFile: (page: string) => string;
export declare const heldClaims: (page: string) => readonly HeldClaim[];
export declare const claimProblems: (page: string) => readonly string[];
