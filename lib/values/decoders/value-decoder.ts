import { TransformError } from '../../errors/index.js';
import { unusableMessage } from '../../errors/errors.messages.js';
import { applySchema } from './apply-schema.js';
import { applyTransform } from './apply-transform.js';
import { copyBytes } from '../data/bytes.js';
import { conversionTo } from './declared-type.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import { ConversionError } from '../convert/conversion-error.js';
import { pickKey } from './pick-key.js';
import { thrownReason } from '../secrecy/thrown-reason.js';
import { isTree, type RawValue } from '../raw-value.js';
import type { Schema } from '../schema-class.interface.js';
import { splitList } from '../convert/to-list.js';
import type { Transform } from '../transform.interface.js';
import type { Decoder } from './decoder.interface.js';

/** How a value is declared. */
export interface ValueDeclaration {
  /** The type of the property, as TypeScript emits it; unknown for handles. */
  readonly type?: unknown;
  /** The field of a JSON secret. */
  readonly key?: string | undefined;
  readonly transform?: Transform | undefined;
  readonly schema?: Schema | undefined;
}

/** Reads values as they are declared: the key of a JSON secret, then the transform, then the declared type. */
export class ValueDecoder implements Decoder<unknown> {
  /** A transform of one's own is told the version. */
  readonly readsVersion: boolean;

  constructor(private readonly declaration: ValueDeclaration) {
    this.readsVersion = typeof declaration.transform === 'function';
  }

  read(raw: RawValue, name: string): unknown {
    const unusable = (error: unknown): TransformError => this.#unusable(error, raw, name);
    try {
      const transformed = this.#transform(raw, name);
      const converted = isPromiseLike(transformed)
        ? Promise.resolve(transformed).then((value) => this.#convert(value))
        : this.#convert(transformed);
      if (!isPromiseLike(converted)) return converted;
      return Promise.resolve(converted).catch((error: unknown) => {
        throw unusable(error);
      });
    } catch (error) {
      throw unusable(error);
    }
  }

  #transform(raw: RawValue, name: string): unknown {
    const { key, transform } = this.declaration;
    const stored = key === undefined ? asStored(raw) : pickKey(raw.value, key);
    if (transform === undefined) return stored;
    return applyTransform(transform, stored, { name, type: raw.type, version: raw.version });
  }

  /** A schema has the last word: what it makes of the value is not converted further. */
  #convert(value: unknown): unknown {
    const { schema, type } = this.declaration;
    return schema === undefined ? conversionTo(type)(value) : applySchema(schema, value);
  }

  #unusable(error: unknown, raw: RawValue, name: string): TransformError {
    const reason =
      error instanceof ConversionError
        ? error.message
        : `its transform or schema threw an error${thrownReason(error, raw.value)}`;
    const message = unusableMessage(name, raw.version, reason);
    return new TransformError(message, { names: [name] });
  }
}

const asStored = ({ type, value }: RawValue): unknown => {
  if (typeof value === 'string') return type === 'StringList' ? splitList(value) : value;
  return isTree(value) ? value : copyBytes(value);
};
