import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { SsmCache, SsmParam, SsmSecret, type SsmHandle } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { startApplication } from '../../support/application.js';
import { OWN_KEY, type Bad, type Service } from './bad-names.js';

const GOOD = 24;

type Decorate = (type: Type, name: string, preload: boolean) => void;

const parameter: Decorate = ({ prototype }, name, preload) =>
  SsmParam(name, { preload, type: String })(prototype, name);
const secret: Decorate = ({ prototype }, name, preload) =>
  SsmSecret(name, { preload, type: String })(prototype, name);

/** An application whose classes declare 25 names of one service, one of which is bad. */
export class Shop {
  readonly service: Service;
  readonly #bad: Bad;
  readonly #names: readonly string[];
  readonly #classes: readonly Type[];

  /**
   * @param preloadsBad whether the application waits for the bad one to start
   * @param place how many of the good names stand before the bad one
   */
  constructor(bad: Bad, preloadsBad: boolean, place = 13) {
    this.#bad = bad;
    const isParameters = bad.source === 'parameters';
    this.service = isParameters ? new InMemoryParameterStore() : new InMemorySecretsManager();
    const prefix = isParameters ? '/shop/good' : 'shop/good';
    this.#names = Array.from({ length: GOOD }, (_, index) => `${prefix}${index}`);
    this.#classes = this.#declare(isParameters ? parameter : secret, preloadsBad, place);
    this.write('first');
    if (bad.kind !== 'malformed') this.service.put(bad.name, 'first', this.#encrypted());
  }

  /** Lets each of the good names hold `generation`. */
  write(generation: string): void {
    for (const name of this.#names) this.service.put(name, generation);
  }

  spoil(): void {
    this.#bad.spoil(this.service, this.#bad.name);
  }

  heal(): void {
    this.#bad.heal(this.service, this.#bad.name);
  }

  start(): Promise<INestApplicationContext> {
    return startApplication({
      providers: [...this.#classes],
      module: { minRefreshInterval: 0, preloadTimeout: 5 },
      [this.#bad.source === 'parameters' ? 'ssm' : 'secretsManager']: this.service,
    });
  }

  /** What the 24 properties of the classes hold, each once. */
  generations(application: INestApplicationContext): readonly unknown[] {
    const held = this.#classes.flatMap((type) => {
      const instance = application.get<Record<string, unknown>>(type);
      return this.#names.flatMap((name) => (Object.hasOwn(instance, name) ? [instance[name]] : []));
    });
    return [held.length, ...new Set(held)];
  }

  /** Refreshes all 25 in one turn, and counts the calls that it takes. */
  async refresh(application: INestApplicationContext): Promise<number> {
    const before = this.service.calls.length;
    await Promise.allSettled([application.get(SsmCache).refresh(), this.bad(application).refresh()]);
    return this.service.calls.length - before;
  }

  bad(application: INestApplicationContext): SsmHandle<string, any> {
    const cache = application.get(SsmCache);
    const { name, source } = this.#bad;
    return source === 'parameters' ? cache.parameter(name) : cache.secret(name);
  }

  #declare(decorate: Decorate, preload: boolean, place: number): readonly Type[] {
    @Injectable()
    class First {}
    @Injectable()
    class Second {}
    for (const [index, name] of this.#names.entries()) {
      if (index === place) decorate(Second, this.#bad.name, preload);
      decorate(index < place ? First : Second, name, true);
    }
    if (place === GOOD) decorate(Second, this.#bad.name, preload);
    return [First, Second];
  }

  #encrypted(): object {
    return this.#bad.source === 'parameters' ? { type: 'SecureString', keyId: OWN_KEY } : { keyId: OWN_KEY };
  }
}
