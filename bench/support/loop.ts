import { runInThisContext } from 'node:vm';

/** Reads so many times from the subjects, one after the other; what it returns depends on each read. */
export type Loop = (reads: number) => number | Promise<number>;

const SUBJECTS = 64;
const MASK = 4_095;
const READS_IN_A_TURN = 100;

/** An order of the subjects that no processor predicts. */
const ORDER = Uint8Array.from({ length: MASK + 1 }, () => Math.floor(Math.random() * SUBJECTS));

/** As many subjects as a loop picks from, so that no read can be hoisted out of it. */
export const subjects = <T>(make: (index: number) => T): readonly T[] =>
  Array.from({ length: SUBJECTS }, (_, index) => make(index));

type CompiledLoop = (subjects: readonly unknown[], order: Uint8Array, reads: number) => number;

/**
 * A loop of its own for each expression: in one that is shared, each read would be compiled for the types of all.
 *
 * @param expression a number, made of `it`, which is one of `picked`
 */
export const loopOver = (picked: readonly unknown[], expression: string): Loop =>
  compiled(
    picked,
    expression.includes('await'),
    `for (let i = 0; i < reads; i += 1) {
       const it = subjects[order[i & ${MASK}]];
       sum += ${expression};
     }`,
  );

/**
 * The same for many promises that are asked for in one turn of the event loop, and then awaited.
 *
 * @param expression a promise of a text, made of `it`
 */
export const loopOfTurns = (picked: readonly unknown[], expression: string): Loop =>
  compiled(
    picked,
    true,
    `for (let i = 0; i < reads; i += ${READS_IN_A_TURN}) {
       const promises = [];
       for (let j = i; j < i + ${READS_IN_A_TURN}; j += 1) {
         const it = subjects[order[j & ${MASK}]];
         promises.push(${expression});
       }
       for (const promise of promises) sum += (await promise).length;
     }`,
  );

const compiled = (picked: readonly unknown[], isAsync: boolean, body: string): Loop => {
  const code = `(${isAsync ? 'async ' : ''}(subjects, order, reads) => { let sum = 0; ${body} return sum; })`;
  const loop = runInThisContext(code) as CompiledLoop;
  return (reads) => loop(picked, ORDER, reads);
};
