/** What a process tells the others: hashes, no names and no values. */
export interface BusMessage {
  /** The process that tells it. */
  readonly from: string;
  /** The name that has changed, and the paths above it, as hashes. */
  readonly about: readonly string[];
  /** The name and its new version as one hash, where the version is known. */
  readonly version?: string | undefined;
  /** Entries that were stored or given up: who waits for one looks again. */
  readonly arrived?: readonly string[] | undefined;
  /** Those of them that AWS has answered and that are not shared: who waits for one asks AWS itself. */
  readonly unshared?: readonly string[] | undefined;
}

const FORMAT = 1;
/** In characters. */
const LONGEST_MESSAGE = 8_192;

export const writeMessage = ({ from, about, version, arrived, unshared }: BusMessage): string =>
  JSON.stringify({ v: FORMAT, i: from, h: about, n: version, a: arrived, u: unshared });

/** `undefined` for what no process of this format has written. */
export const readMessage = (text: string): BusMessage | undefined => {
  if (text.length > LONGEST_MESSAGE) return undefined;
  try {
    const fields = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const { v: format, i: from, h: about, n: version, a: arrived, u: unshared } = fields;
    if (format !== FORMAT || !isText(from) || !isListOfTexts(about)) return undefined;
    return {
      from,
      about,
      version: isText(version) ? version : undefined,
      arrived: isListOfTexts(arrived) ? arrived : undefined,
      unshared: isListOfTexts(unshared) ? unshared : undefined,
    };
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string';

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);
