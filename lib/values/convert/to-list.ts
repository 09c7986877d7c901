import { ConversionError } from './conversion-error.js';

/**
 * The items of a StringList, which are separated by commas and cannot hold any.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-about-examples.html
 */
export const splitList = (text: string): readonly string[] => Object.freeze(text.split(','));

export const toList = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new ConversionError("it is not a list: store it as a StringList, or give transform: 'list'");
};
