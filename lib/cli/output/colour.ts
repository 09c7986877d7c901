import { styleText } from 'node:util';

/** Whether a stream may be coloured: a terminal, where nobody has asked for none. */
export const isColourful = (stream: { readonly isTTY?: boolean }, { NO_COLOR }: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && (NO_COLOR === undefined || NO_COLOR === '');

export const coloured = (text: string, colour: 'green' | 'red' | 'yellow', isOn: boolean): string =>
  isOn ? styleText(colour, text) : text;
