import { isDeepStrictEqual } from 'node:util';
import { InvalidDeclarationError, UnknownGroupError } from '../errors/index.js';
import { differentGroupMessage, unknownGroupMessage } from '../errors/errors.messages.js';
import type { SsmGroupOptions } from '../options/group-options.interface.js';
import { checkedOptions } from '../options/option-checks.js';
import type { SsmParameterGroup } from './ssm-parameter-group.js';

interface RegisteredGroup {
  readonly group: SsmParameterGroup;
  readonly options: SsmGroupOptions;
}

/** The groups that have a name. */
export class GroupRegistry {
  readonly #groups = new Map<string, RegisteredGroup>();

  constructor(private readonly make: (options: SsmGroupOptions, name: string) => SsmParameterGroup) {}

  /** The options of each. */
  get registered(): readonly SsmGroupOptions[] {
    return Array.from(this.#groups.values(), ({ options }) => options);
  }

  /** @throws `UnknownGroupError`, which lists the registered ones */
  get(name: string): SsmParameterGroup {
    const registered = this.#groups.get(name);
    if (registered !== undefined) return registered.group;
    throw new UnknownGroupError(unknownGroupMessage(name, [...this.#groups.keys()]), { names: [name] });
  }

  /** Registering a group again with the same options changes nothing. */
  register(name: string, given: SsmGroupOptions): SsmParameterGroup {
    const options = checkedOptions(given, 'group', `group "${name}"`);
    const registered = this.#groups.get(name);
    if (registered === undefined) {
      const group = this.make(options, name);
      this.#groups.set(name, { group, options });
      return group;
    }
    if (isDeepStrictEqual(registered.options, options)) return registered.group;
    throw new InvalidDeclarationError(differentGroupMessage(name), { names: [name] });
  }
}
