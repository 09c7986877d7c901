/** Shows the doc of each option where it is written, which an inferred type of the options does not have. */
export type Documented<Options> = { readonly [Option in keyof Options]?: unknown };
