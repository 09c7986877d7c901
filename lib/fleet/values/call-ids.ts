import { randomUUID } from 'node:crypto';

/** Names for calls, by which processes tell which answers came together. */
export class CallIds {
  readonly #ids = new WeakMap<object, string>();

  /** The name of a call of this process. */
  idOf(call: object | undefined): string | undefined {
    if (call === undefined) return undefined;
    const id = this.#ids.get(call) ?? randomUUID();
    this.#ids.set(call, id);
    return id;
  }
}

/** One object for each call that is named, as answers have it. */
export class NamedCalls {
  readonly #calls = new Map<string, object>();

  call(id: string | undefined): object | undefined {
    if (id === undefined) return undefined;
    const call = this.#calls.get(id) ?? {};
    this.#calls.set(id, call);
    return call;
  }
}
