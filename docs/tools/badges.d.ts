/** The badges by file name. */
export declare const badges: () => ReadonlyMap<string, string>;
