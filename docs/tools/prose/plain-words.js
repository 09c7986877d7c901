/** What is hard to read in a second language, and what to write instead. */
const WORDS = [
  [/\banew\b|\bgoes again\b/gi, 'write "again" or "retry"'],
  [/\bmend(s|ed|ing)?\b/gi, 'write "fix"'],
  [/\b(those|ones?) (that|which|who|whose)\b/gi, 'repeat the noun'],
  [/\b(nobody|whoever)\b/gi, 'name the actor'],
  [/\b(stand|stands|stood) (in|on|beside|above|below|still)\b/gi, 'write "is"'],
  [/\b(hence|thus|thereby|thereof|therein|wherein|whereby|notwithstanding)\b/gi, 'write "so"'],
  [/\b(utili[sz]e[sd]?|leverage[sd]?)\b/gi, 'write "use"'],
  [/\bin order to\b/gi, 'write "to"'],
  [/\b(simply|obviously|easily|of course|please)\b/gi, 'leave it out'],
  [/\b(e\.g\.|i\.e\.|etc\.|viz\.)/gi, 'write "for example", "that is", or the whole list'],
  [/(?<=^|[.!?] )Of (a|an|the|all|each|every|these|two|several)\b/g, 'put the subject first'],
  [
    /\bnot (un(?!der|i|til|less)[a-z]+|in(?:frequent|significant|visible))\b/gi,
    'a double negative: say it positively',
  ],
  [/\bnot without\b/gi, 'a double negative: say it positively'],
  [
    /\b(never|not|cannot|no|nothing|none)\b[^.;:,()]{0,60}\bunless\b/gi,
    'a double negative: put the condition first with "if" or "only"',
  ],
];

/** The words of every text that is not code. */
export default ({ Syntax, RuleError, report, getSource, locator }) => ({
  [Syntax.Str](node) {
    const text = getSource(node);
    for (const [pattern, advice] of WORDS) {
      for (const { 0: found, index } of text.matchAll(pattern)) {
        report(
          node,
          new RuleError(`"${found}": ${advice}`, { padding: locator.range([index, index + found.length]) }),
        );
      }
    }
  },
});
