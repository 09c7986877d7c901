export declare const holdProblem: (claim: string, hold: string, page: string) => string | undefined;
