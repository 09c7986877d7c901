import type { SsmCheck } from '../../tooling/ssm-check.interface.js';

/**
 * A report that CI servers read: a test case for each declaration.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export const asJunit = (checks: readonly SsmCheck[]): string => {
  const failures = checks.filter(({ error }) => error !== undefined).length;
  const skipped = checks.filter(({ status }) => status === 'unchecked').length;
  const counts = `tests="${checks.length}" failures="${failures}" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="nestjs-ssm-cache" ${counts}>`,
    `  <testsuite name="nestjs-ssm-cache check" ${counts}>`,
    ...checks.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

const testCase = ({ declaration: { owner, name, source }, status, error }: SsmCheck): string => {
  const head = `    <testcase classname="${escaped(owner)}" name="${escaped(`${source} ${name}`)}"`;
  if (error !== undefined) {
    const message = escaped(error.message);
    return `${head}>\n      <failure type="${status}" message="${message}">${message}</failure>\n    </testcase>`;
  }
  if (status !== 'unchecked') return `${head}/>`;
  return `${head}>\n      <skipped message="Another member of its group cannot be read."/>\n    </testcase>`;
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Messages are printable: they hold no character that XML does not allow. */
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] as string);
