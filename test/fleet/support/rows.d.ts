export declare const ROWS: Readonly<Record<string, string>>;
