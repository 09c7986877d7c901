import { isText, type Check } from './option-rules.js';

const CALLS = ['send', 'getParameters', 'getSecretValue'];

/** Whether it is a client, which stands where the options of one should. */
export const isClientItself = (options: object): boolean =>
  CALLS.some((call) => typeof (options as Readonly<Record<string, unknown>>)[call] === 'function');

/** The credentials of a client that is made; `undefined` and `null` leave them to the SDK. */
export const CREDENTIALS: Check = [
  (value) => {
    if (value === undefined || value === null || typeof value === 'function') return true;
    const { accessKeyId, secretAccessKey } = value as Readonly<Record<string, unknown>>;
    return isText(accessKeyId) && isText(secretAccessKey);
  },
  'a function, or an object with "accessKeyId" and "secretAccessKey"',
];
