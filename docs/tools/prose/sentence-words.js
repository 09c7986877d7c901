import { split } from 'sentence-splitter';
import { StringSource } from 'textlint-util-to-string';

/** Code counts as one word, however long it is. */
const codeAsWord = ({ node, maskValue }) => (node.type === 'Code' ? maskValue('x') : undefined);

const wordsIn = (sentence) => sentence.split(/[\s—–]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** A sentence has at most `max` words. A colon or a semicolon ends a sentence, as a full stop does. */
export default ({ Syntax, RuleError, report, locator }, { max = 20 }) => ({
  [Syntax.Paragraph](node) {
    const source = new StringSource(node, { replacer: codeAsWord });
    for (const { type, raw, range } of split(source.toString())) {
      if (type !== 'Sentence') continue;
      let start = range[0];
      for (const part of raw.split(/(?<=[:;])\s/)) {
        const count = wordsIn(part).length;
        if (count > max) {
          const index = source.originalIndexFromIndex(start) ?? 0;
          report(node, new RuleError(`${count} words, at most ${max}`, { padding: locator.at(index) }));
        }
        start += part.length + 1;
      }
    }
  },
});
