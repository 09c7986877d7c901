/**
 * Encrypts what a fleet stores in a way of your own, such as by AWS KMS or the AWS Encryption SDK.
 *
 * If `encrypt()` fails, or one of the functions takes longer than `timeout`, nothing is shared until `encrypt()` works again. A text
 * that `decrypt()` fails for counts as not stored.
 *
 * @example
 * ```ts
 * const cipher: FleetCipher = {
 *   encrypt: async (plain, context) => (await client.encrypt(keyring, plain, { encryptionContext: { context } })).result,
 *   decrypt: async (encrypted, context) => (await client.decrypt(keyring, encrypted)).plaintext,
 * };
 * ```
 *
 * @publicApi
 */
export interface FleetCipher {
  /**
   * Encrypts a value.
   *
   * @param plain the value as JSON, in UTF-8
   * @param context the namespace, the name and the number of the fetch. It is to be authenticated: what is encrypted with it must not
   * decrypt with another one
   */
  encrypt(plain: Uint8Array, context: string): Uint8Array | Promise<Uint8Array>;

  /**
   * Decrypts what `encrypt()` returned, in this process or in another one. It throws or rejects for anything else.
   *
   * @param encrypted what is stored, which anybody who can write to the store may have changed
   * @param context the same text as for `encrypt()`
   */
  decrypt(encrypted: Uint8Array, context: string): Uint8Array | Promise<Uint8Array>;
}
