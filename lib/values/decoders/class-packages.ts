import type { plainToInstance } from 'class-transformer';
import type { validate } from 'class-validator';
import { ConversionError } from '../convert/conversion-error.js';

const NOT_LOADED =
  'its schema is a class, which needs the packages "class-validator" and "class-transformer". Run "npm install class-validator class-transformer"';

interface ClassPackages {
  readonly plainToInstance: typeof plainToInstance;
  readonly validate: typeof validate;
}

let loaded: ClassPackages | undefined;

/** The packages that schema classes are written with: an application without such a class does not need them. */
export const loadClassPackages = async (): Promise<ClassPackages> => (loaded ??= await importPackages());

const importPackages = async (): Promise<ClassPackages> => {
  // An import inside of `try` tells a bundler that the package may be missing.
  try {
    const validator = await import('class-validator');
    const transformer = await import('class-transformer');
    return { validate: validator.validate, plainToInstance: transformer.plainToInstance };
  } catch {
    throw new ConversionError(NOT_LOADED);
  }
};
