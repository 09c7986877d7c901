import { decode, encode } from '@jridgewell/sourcemap-codec';

/** Of each line in the output, the places where another line of the source begins. */
const byLine = (segments) =>
  segments
    .map(([column, source, line, sourceColumn]) => [column, source, line, sourceColumn])
    .filter(([, source, line], index, all) => source !== all[index - 1]?.[1] || line !== all[index - 1]?.[2]);

/** A source map that leads a stack to the line, and holds neither names nor text: the text would be most of the package. */
export const lineMap = ({ version, file, sources, mappings }) => ({
  version,
  file,
  sources,
  names: [],
  mappings: encode(decode(mappings).map(byLine)),
});
