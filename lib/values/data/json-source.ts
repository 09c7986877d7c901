/** The texts, signs, numbers and words of a valid JSON text. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g;

/** The keys of the object that a valid JSON text is, each with its value as it is written; `undefined` for what is no object. */
export const membersOf = (json: string): ReadonlyMap<string, string> | undefined => {
  if (!json.trimStart().startsWith('{')) return undefined;
  const members = new Map<string, string>();
  let depth = 0;
  let key = '';
  let start = 0;
  let last = '';
  for (const { 0: token, index } of json.matchAll(TOKENS)) {
    if (token === '}' || token === ']') depth -= 1;
    if (depth === 1 && token === ':') [key, start] = [JSON.parse(last) as string, index + 1];
    const isEnd = depth === 0 || (depth === 1 && token === ',');
    if (isEnd && start > 0) {
      members.set(key, json.slice(start, index).trim());
      start = 0;
    }
    if (token === '{' || token === '[') depth += 1;
    last = token;
  }
  return members;
};

/** Where in a valid JSON text the first number is that `isFit` refuses, as the keys and positions that lead there. */
export const placeOfNumber = (
  json: string,
  isFit: (numeral: string) => boolean,
): readonly (string | number)[] | undefined => {
  const place: (string | number)[] = [];
  let isValue = true;
  for (const [token] of json.matchAll(TOKENS)) {
    const last = place.length - 1;
    const position = place[last];
    if (token === '{') place.push('');
    else if (token === '[') place.push(0);
    else if (token === '}' || token === ']') place.pop();
    else if (token === ',' && typeof position === 'number') place[last] = position + 1;
    else if (token.startsWith('"') && typeof position === 'string' && !isValue) place[last] = token;
    else if (/^[-\d]/.test(token) && !isFit(token)) return place.map(toKey);
    isValue = token === ':';
  }
  return undefined;
};

const toKey = (step: string | number): string | number =>
  typeof step === 'string' ? (JSON.parse(step) as string) : step;
