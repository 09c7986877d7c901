/** Who learns of each token that is declared after Nest has scanned the modules. */
export interface TokenListener {
  tokenDeclared(token: unknown): void;
}

const KEY = Symbol.for('nestjs-ssm-cache:token-listeners');

/** Shared by the copies of the package, ESM and CommonJS. */
const listeners = ((globalThis as { [KEY]?: Set<WeakRef<TokenListener>> })[KEY] ??= new Set());

/** The listener is not kept alive. */
export const onTokenDeclared = (listener: TokenListener): void => {
  listeners.add(new WeakRef(listener));
};

export const announceToken = (token: unknown): void => {
  for (const reference of listeners) {
    const listener = reference.deref();
    if (listener === undefined) listeners.delete(reference);
    else listener.tokenDeclared(token);
  }
};
