import { LeakDetector } from './leak-detector.js';

/** What the engine says of mistakes in code; the words in it are of the code, not of the data. */
const SAYINGS = [
  /^Cannot (?:read|set) propert(?:y|ies) of (?:undefined|null) \((?:reading|setting) '\w+'\)$/,
  /^Cannot (?:assign to read only property|delete property) '\w+' of (?:object )?'?(?:#<\w+>|\[object \w+\])'?$/,
  /^Cannot (?:add|define) property \w+, object is not extensible$/,
  /^[\w$.()\s]+ is not (?:a function|a constructor|iterable|defined)$/,
  /^Assignment to constant variable\.$/,
  /^Invalid (?:URL|time value|array length)$/,
];
const LONGEST = 200;
const CLASSES = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'URIError']);

/** What a transform or schema threw, as far as it certainly does not hold the value. */
export const thrownReason = (error: unknown, data: unknown): string => {
  try {
    const { name, message } = error as { name?: unknown; message?: unknown };
    if (typeof name !== 'string' || !CLASSES.has(name)) return '';
    const isTold =
      typeof message === 'string' &&
      message.length <= LONGEST &&
      SAYINGS.some((saying) => saying.test(message)) &&
      !new LeakDetector(dataIn(data)).isIn(message);
    return isTold ? ` (${name}: ${message})` : ` (${name})`;
  } catch {
    return '';
  }
};

/** Of a JSON text its data, so that the names of its fields are none of it. */
const dataIn = (data: unknown): unknown => {
  try {
    return JSON.parse(data as string);
  } catch {
    return data;
  }
};
