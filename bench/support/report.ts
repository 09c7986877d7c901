/** A table of `RESULTS.md`. */
export interface Table {
  readonly title: string;
  /** What was measured, and how, in a few sentences. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one measurement brings: tables to be read, and figures that goals are checked against. */
export interface Report {
  readonly tables: readonly Table[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Hands what was measured to the run, which is the parent of this process; by itself, prints it. */
export const report = (result: Report): void => {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  else process.send(result);
};
