/** Encrypts and decrypts what a fleet stores. Neither rejects. */
export interface Sealer {
  /**
   * @param context what the text belongs to: it can be decrypted in no other context
   * @returns `undefined` if it cannot be encrypted
   */
  seal(text: string, context: string): Promise<string | undefined>;

  /** @returns `undefined` for whatever was not encrypted like this in this context */
  unseal(sealed: string, context: string): Promise<string | undefined>;
}

/** Where a sealer comes from. */
export interface Sealing {
  /**
   * The sealer by now; `undefined` if there is none, so that nothing is shared. Never rejects.
   *
   * @param patience how long the first one may take, in milliseconds
   */
  current(patience: number): Promise<Sealer | undefined>;
  /** Lets go of what it knows of keys. */
  close(): void;
}
