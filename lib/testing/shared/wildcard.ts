/** Whether a text matches a pattern in which `*` stands for any characters, as in IAM policies. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${expression}$`, 's').test(text);
}
