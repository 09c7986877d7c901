import type { AccessPolicy } from './access-policy.js';

export type KeyState = 'usable' | 'disabled' | 'denied';

/** The KMS keys, as far as tests need them: usable unless disabled or denied. */
export class KeyRing {
  readonly #disabled = new Set<string>();
  readonly #access: AccessPolicy;

  constructor(access: AccessPolicy) {
    this.#access = access;
  }

  disable(keyId: string): void {
    this.#disabled.add(keyId);
  }

  enable(keyId: string): void {
    this.#disabled.delete(keyId);
  }

  stateFor(action: 'kms:Decrypt' | 'kms:Encrypt' | 'kms:GenerateDataKey', keyId: string): KeyState {
    if (this.#access.isDenied(action, [keyId])) return 'denied';
    return this.#disabled.has(keyId) ? 'disabled' : 'usable';
  }
}
