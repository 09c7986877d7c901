export interface PageClaim {
  readonly text: string;
  readonly table?: string;
}
export declare const claimsOf: (markdown: string) => readonly PageClaim[];
