export declare const testTitles: (source: string) => ReadonlySet<string>;
