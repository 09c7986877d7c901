import { describe, expect, it } from '@jest/globals';
import { complaints } from '../support/compiler.js';
import { apiReference, examplesIn, type Documented } from './support/api-reference.js';
import { exampleModule } from './support/page-modules.js';

const reference = apiReference();

/** An operation of AWS, whose input and output AWS documents. */
const isOfAws = ({ comment }: Documented): boolean =>
  /@see https:\/\/docs\.aws\.amazon\.com\/.*API_/.test(comment);

const ofKind = (...kinds: readonly Documented['kind'][]): readonly Documented[] =>
  reference.filter((one) => kinds.includes(one.kind) && !isOfAws(one));

const lacking = (all: readonly Documented[], has: (one: Documented) => boolean): readonly string[] =>
  all.filter((one) => !has(one)).map(({ name }) => name);

const lastPart = ({ name }: Documented): string => name.split('.').at(-1) as string;

const isIn = (name: string, code: string): boolean =>
  new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(code);

/** A unit, a range, or what is counted. */
const UNITS =
  /\b(?:milliseconds?|seconds?|days?|bytes?|port|status|number|share|characters|ticket|how (?:many|often)|0 to 1|count\w*)\b|^(?:Refreshes|Calls|Versions|Reads|Requests|Rises)\b/im;

/** What an example takes from its reader's code is of no type. */
const OF_THE_READER =
  /^Cannot find name '|^No value exists in scope for the shorthand property|implicitly has an 'any' type|^Property '\w+' does not exist on type '(?:Example|Module)'|^Object is possibly 'undefined'/;

describe('The reference', () => {
  it('has a lot to say', () => {
    expect(ofKind('callable').length).toBeGreaterThan(100);
    expect(ofKind('option').length).toBeGreaterThan(80);
    expect(ofKind('error').length).toBeGreaterThan(15);
  });

  it('has an example of every class', () => {
    expect(lacking(ofKind('class'), ({ examples }) => examples.trim() !== '')).toEqual([]);
  });

  it('has an example of everything that can be called', () => {
    expect(lacking(ofKind('callable'), (one) => isIn(lastPart(one), one.examples))).toEqual([]);
  });

  it('has an example of every option', () => {
    expect(lacking(ofKind('option'), (one) => isIn(lastPart(one), one.examples))).toEqual([]);
  });

  it('says of every optional option what holds without it', () => {
    const optional = ofKind('option').filter(({ isOptional }) => isOptional);

    expect(lacking(optional, ({ comment }) => comment.includes('@default'))).toEqual([]);
  });

  it('says of every number its unit', () => {
    const numbers = ofKind('option', 'field').filter(
      ({ type }) => type === 'number' || type.startsWith('number | (() =>'),
    );

    expect(
      lacking(numbers, ({ name, comment }) => name.endsWith('.milliseconds') || UNITS.test(comment)),
    ).toEqual([]);
  });

  it('says of every parameter what it is', () => {
    expect(
      ofKind('callable').flatMap(({ name, comment, parameters }) =>
        parameters
          .filter((parameter) => !new RegExp(`@param ${parameter}\\b|\`${parameter}`).test(comment))
          .map((parameter) => `${name}(${parameter})`),
      ),
    ).toEqual([]);
  });

  it('has examples that compile', () => {
    const sources = new Map(
      reference.flatMap(({ name, comment }) =>
        examplesIn(comment).map(
          (code, index) => [`${name.replaceAll(/\W/g, '-')}-${index}.ts`, exampleModule(code)] as const,
        ),
      ),
    );
    const problems = [...complaints(sources)].flatMap(([name, found]) =>
      found.filter(({ message }) => !OF_THE_READER.test(message)).map(({ message }) => `${name}: ${message}`),
    );

    expect(sources.size).toBeGreaterThan(100);
    expect(problems).toEqual([]);
  }, 120_000);
});
