/** Far more than an application has in trouble at once; a name that is forgotten costs one detour more. */
const MOST = 1_000;

/** The keys of what made AWS refuse a whole batch the last time: each goes alone until it is answered again. */
export class Quarantine extends Set<string> {
  override add(key: string): this {
    super.add(key);
    const [oldest] = this;
    if (this.size > MOST) this.delete(oldest as string);
    return this;
  }
}
