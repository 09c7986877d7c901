/** A declaration in a class, and the phrase by which the compiler refuses it; without one it compiles. */
export type Row = readonly [declaration: string, refusal?: string];

const NOT_CONVERTIBLE = 'A stored value cannot become this type';
const ERASED = 'What stands in a Promise or a handle is unknown at run time';
export const NULLABLE = 'A union with undefined or null is unknown at run time';
const UNION = 'A union of several kinds is unknown at run time';
const BRANDED = 'A branded type is unknown at run time';
const MADE = 'The property cannot hold what its transform or schema makes';
export const OPTIONAL = 'add | undefined to the type of the property';
const DEFAULT = 'it must be of the type that the property holds';
const TYPE = 'The property cannot hold what its option type makes';
const HANDLE = 'This is the handle of another decorator';
const NO_TREE = 'All that is under a path is an object';
const LEAVES = 'Without a schema all that is under a path is text';
const MAP = 'In the shape of a map it is a ReadonlyMap by name';
const VERSIONS = 'With the option versions the property holds several versions';
const VERSION = 'The versions cannot hold what their transform or schema makes';
const STORED_VERSION = 'What stands in SecretVersions is unknown at run time';
const NO_VALUE = 'is not assignable to type';

export const byType: readonly Row[] = [
  [`@SsmParam('/x') x!: string`],
  [`@SsmParam('/x') x!: number`],
  [`@SsmParam('/x') x!: boolean`],
  [`@SsmParam('/x') x!: string[]`],
  [`@SsmParam('/x') x!: readonly string[]`],
  [`@SsmParam('/x') x!: Uint8Array`],
  [`@SsmParam('/x') x!: Buffer`],
  [`@SsmParam('/x') x!: unknown`],
  [`@SsmParam('/x') x!: any`],
  [`@SsmParam('/x') x!: Date`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: bigint`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: { host: string }`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: number[]`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: URL`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: Map<string, string>`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: () => string`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') readonly x!: Date`, NOT_CONVERTIBLE],
  [`@SsmSecret('x') x!: Date`, NOT_CONVERTIBLE],
  // The start-up looks after what the compiler cannot see.
  [`@SsmParam('/x') private readonly x!: Date; y = this.x`],
  [`@SsmParam('/x') protected readonly x!: Date`],
  // The compiler takes your word for which text it is.
  [`@SsmParam('/x') x!: Level`],
  [`@SsmParam('/x') x!: HostName`],
  [`@SsmParam('/x') x!: Colour`],
  [`@SsmParam('/x') x!: 1 | 2`],
  [`@SsmParam('/x') x!: Port`, BRANDED],
  [`@SsmParam('/x') x!: string | number`],
  [`@SsmParam('/x') x!: string | string[]`],
  [`@SsmParam('/x') x!: number | boolean`, UNION],
  [`@SsmParam('/x') x!: 'auto' | number`, UNION],
];

export const missing: readonly Row[] = [
  [`@SsmParam('/x', { optional: true }) x!: string | undefined`],
  [`@SsmParam('/x', { optional: true }) x?: string`],
  [`@SsmParam('/x', { optional: true }) x?: number`],
  [`@SsmParam('/x', { optional: true }) x!: Promise<string | undefined>`],
  [`@SsmParam('/x', { optional: true, transform: 'number' }) x!: number | undefined`],
  [`@SsmParam('/x', { optional: true }) x!: string`, OPTIONAL],
  [`@SsmParam('/x', { optional: true }) x!: Promise<string>`, OPTIONAL],
  [`@SsmParam('/x', { optional: true }) x!: SsmParameter<string>`, OPTIONAL],
  [`@SsmSecret('x', { optional: true, key: 'k' }) x!: string`, OPTIONAL],
  [`@SsmParam('/x', { optional: true, schema: z.string() }) x!: string`, OPTIONAL],
  [`@SsmParam('/x', { optional: true }) x!: number | undefined`, NULLABLE],
  [`@SsmParam('/x') x!: boolean | null`, NULLABLE],
  [`@SsmParam('/x', { default: 7 }) x!: number`],
  [`@SsmParam('/x', { default: ['a'] }) x!: string[]`],
  [`@SsmParam('/x', { default: 'd' }) x!: Promise<string>`],
  [`@SsmParam('/x', { default: { a: [1] }, transform: 'json' }) x!: { a: number[] }`],
  [`@SsmParam('/x', { default: undefined }) x?: number`],
  [`@SsmParam('/x', { default: '7' }) x!: number`, DEFAULT],
  [`@SsmParam('/x', { default: null }) x!: string`, DEFAULT],
  [`@SsmParam('/x', { default: 7 }) x!: SsmParameter<string>`, DEFAULT],
  [`@SsmParam('/x', { default: 'trace' }) x!: Level`, DEFAULT],
];

export const promisesAndHandles: readonly Row[] = [
  [`@SsmParam('/x') x!: Promise<string>`],
  [`@SsmParam('/x') x!: Promise<string[]>`],
  [`@SsmParam('/x') x!: SsmParameter<string>`],
  [`@SsmParam('/x') x!: SsmParameter`],
  [`@SsmSecret('x') x!: SecretsManagerParameter<string>`],
  [`@SsmSecret('x') x!: Promise<Uint8Array>`],
  [`@SsmParams('/x') x!: SsmParameterTree`],
  [`@SsmParams('/x') x!: SsmParameterTree<{ host: string }>`],
  [`@SsmParams('/x') x!: Promise<{ host: string }>`],
  [`@SsmParam('/x', { transform: 'number' }) x!: Promise<number>`],
  [`@SsmParam('/x', { transform: 'boolean' }) x!: SsmParameter<boolean>`],
  [`@SsmParam('/x') x!: Promise<number>`, ERASED],
  [`@SsmParam('/x') x!: SsmParameter<boolean>`, ERASED],
  [`@SsmParam('/x') x!: Promise<Uint8Array>`, ERASED],
  [`@SsmSecret('x') x!: Promise<Buffer>`, ERASED],
  [`@SsmSecret('x', { key: 'port' }) x!: SecretsManagerParameter<number>`, ERASED],
  [`@SsmParam('/x') x!: Promise<Date>`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: SsmParameter<Date>`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: Promise<Promise<string>>`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: PromiseLike<string>`, NOT_CONVERTIBLE],
  [`@SsmParam('/x') x!: SecretsManagerParameter<string>`, HANDLE],
  [`@SsmSecret('x') x!: SsmParameter<string>`, HANDLE],
  [`@SsmParam('/x') x!: SsmParameterTree<string>`, HANDLE],
  [`@SsmParams('/x') x!: SsmParameter<{ host: string }>`, HANDLE],
];

export const transforms: readonly Row[] = [
  [`@SsmParam('/x', { transform: 'json' }) x!: { host: string }`],
  [`@SsmParam('/x', { transform: 'number' }) x!: number`],
  [`@SsmParam('/x', { transform: 'boolean' }) x!: boolean`],
  [`@SsmParam('/x', { transform: 'list' }) x!: string[]`],
  [`@SsmParam('/x', { transform: 'base64' }) x!: Uint8Array`],
  [`@SsmParam('/x', { transform: (text) => new Date(String(text)) }) x!: Date`],
  [`@SsmParam('/x', { transform: async (text) => new Date(String(text)) }) x!: Date`],
  [`@SsmParam('/x', { transform: async (text) => Number(text) }) x!: Promise<number>`],
  [
    `@SsmParam('/x', { transform: (text, { name, type, version }) => [text, name, type, version] }) x!: unknown[]`,
  ],
  [`@SsmParam('/x', { transform: 'number' }) x!: string`, MADE],
  [`@SsmParam('/x', { transform: 'boolean' }) x!: number`, MADE],
  [`@SsmParam('/x', { transform: 'list' }) x!: string`, MADE],
  [`@SsmParam('/x', { transform: 'base64' }) x!: string`, MADE],
  [`@SsmParam('/x', { transform: () => 7 }) x!: string`, MADE],
  [`@SsmParam('/x', { transform: async () => 7 }) x!: string`, MADE],
  [`@SsmParam('/x', { transform: async () => 7 }) x!: Promise<string>`, MADE],
  [`@SsmParam('/x', { transform: () => new Date() }) x!: SsmParameter<string>`, MADE],
  [`@SsmParam('/x', { transform: 'xml' }) x!: string`, `"xml"' ${NO_VALUE}`],
  [`@SsmParam('/x', { transform: (value: number) => value }) x!: number`, `'number'`],
];

export const schemas: readonly Row[] = [
  [`@SsmParam('/x', { schema: z.coerce.number() }) x!: number`],
  [`@SsmParam('/x', { schema: z.object({ port: z.number() }) }) x!: { port: number }`],
  [`@SsmParam('/x', { schema: z.enum(['debug', 'info']) }) x!: Level`],
  [`@SsmParam('/x', { schema: z.coerce.date() }) x!: Date`],
  [`@SsmParam('/x', { schema: z.string().transform(Number) }) x!: Promise<number>`],
  [`@SsmSecret('x', { key: 'db', schema: z.object({ port: z.number() }) }) x!: { port: number }`],
  [`@SsmParam('/x', { schema: v.object({ port: v.number() }) }) x!: { port: number }`],
  [`@SsmParam('/x', { schema: v.object({ port: v.number() }) }) x!: SsmParameter<{ port: number }>`],
  [`@SsmParam('/x', { schema: ark({ port: 'number' }) }) x!: { port: number }`],
  [`@SsmParam('/x', { schema: ark({ port: 'number' }) }) x!: Promise<{ port: number }>`],
  [`@SsmParam('/x', { schema: {} as StandardSchema<number> }) x!: number`],
  [`@SsmParams('/x', { schema: z.object({ port: z.coerce.number() }) }) x!: { port: number }`],
  [`@SsmParams('/x', { schema: v.object({ port: v.string() }) }) x!: Promise<{ port: string }>`],
  [
    `@SsmParams('/x', { schema: ark({ port: 'string.numeric.parse' }) }) x!: SsmParameterTree<{ port: number }>`,
  ],
  [`@SsmParam('/x', { schema: SettingsDto }) x!: SettingsDto`],
  [`@SsmSecret('x', { schema: SettingsDto }) x!: Promise<{ port: number }>`],
  [`@SsmParams('/x', { schema: SettingsDto }) x!: SsmParameterTree<SettingsDto>`],
  [`@SsmParam('/x', { schema: SettingsDto }) x!: string`, MADE],
  [`@SsmSecret('x', { schema: SettingsDto }) x!: Promise<number>`, MADE],
  [`@SsmParams('/x', { schema: SettingsDto }) x!: { port: string }`, MADE],
  [`@SsmParam('/x', { schema: z.string() }) x!: number`, MADE],
  [`@SsmParam('/x', { schema: z.object({ port: z.string() }) }) x!: { port: number }`, MADE],
  [`@SsmParam('/x', { schema: z.object({ port: z.number() }) }) x!: { port: number; host: string }`, MADE],
  [`@SsmParam('/x', { schema: z.string().optional() }) x!: string`, MADE],
  [`@SsmParam('/x', { schema: z.string() }) x!: Promise<number>`, MADE],
  [`@SsmParam('/x', { schema: z.string() }) x!: Level`, MADE],
  [`@SsmParam('/x', { schema: v.string() }) x!: number`, MADE],
  [`@SsmParam('/x', { schema: v.object({ port: v.string() }) }) x!: SsmParameter<{ port: number }>`, MADE],
  [`@SsmParam('/x', { schema: ark('string') }) x!: number`, MADE],
  [`@SsmParam('/x', { schema: ark({ port: 'string' }) }) x!: { port: number }`, MADE],
  [`@SsmSecret('x', { key: 'k', schema: z.number() }) x!: string`, MADE],
  [`@SsmParam('/x', { schema: {} as StandardSchema }) x!: number`, MADE],
  [`@SsmParams('/x', { schema: z.object({ port: z.string() }) }) x!: { port: number }`, MADE],
  [`@SsmParams('/x', { schema: ark({ port: 'string' }) }) x!: Promise<{ port: number }>`, MADE],
  [
    `@SsmParams('/x', { schema: v.object({ port: v.string() }) }) x!: SsmParameterTree<{ port: number }>`,
    MADE,
  ],
  [`@SsmParam('/x', { schema: 'string' }) x!: string`, `'string' ${NO_VALUE} 'Schema`],
  [`@SsmParam('/x', { schema: {} }) x!: string`, `'{}' ${NO_VALUE} 'Schema`],
];

export const keys: readonly Row[] = [
  [`@SsmSecret('x', { key: 'password' }) x!: string`],
  [`@SsmSecret('x', { key: 'db.port' }) x!: number`],
  [`@SsmSecret('x', { key: 'ssl' }) x!: boolean`],
  [`@SsmSecret('x', { key: 'password' }) x!: Promise<string>`],
  [`@SsmSecret('x', { key: 'db', transform: (db) => db as never }) x!: { host: string }`],
  [`@SsmSecret('x', { key: 'password' }) x!: Date`, NOT_CONVERTIBLE],
  [`@SsmSecret('x', { key: 'db' }) x!: { host: string }`, NOT_CONVERTIBLE],
  [`@SsmSecret('x', { key: 'db' }) x!: Promise<{ host: string }>`, NOT_CONVERTIBLE],
  [`@SsmSecret('x', { key: 7 }) x!: string`, `'number' ${NO_VALUE} 'string'`],
];

const ALL = `versions: ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING']`;

export const versions: readonly Row[] = [
  [`@SsmSecret('x', { ${ALL} }) x!: SecretVersions<string>`],
  [`@SsmSecret('x', { ${ALL} }) x!: SecretVersions`],
  [`@SsmSecret('x', { ${ALL} }) x!: SecretVersions<Uint8Array>`],
  [`@SsmSecret('x', { ${ALL} }) x!: Promise<SecretVersions<string>>`],
  [`@SsmSecret('x', { ${ALL} }) x!: SecretsManagerParameter<SecretVersions<string>>`],
  [`@SsmSecret('x', { ${ALL} }) x!: unknown`],
  [`@SsmSecret('x', { ${ALL}, key: 'k', transform: 'number' }) x!: SecretVersions<number>`],
  [`@SsmSecret('x', { ${ALL}, transform: 'json' }) x!: SecretVersions<{ a: string }>`],
  [`@SsmSecret('x', { ${ALL}, schema: SettingsDto }) x!: SecretVersions<SettingsDto>`],
  [`@SsmSecret('x', { ${ALL}, transform: (text) => new Date(String(text)) }) x!: SecretVersions<Date>`],
  [`@SsmSecret('x', { ${ALL}, optional: true }) x!: SecretVersions<string> | undefined`],
  [`@SsmSecret('x', { ${ALL}, optional: true }) x!: SecretVersions<string>`, OPTIONAL],
  [`@SsmSecret('x', { ${ALL}, default: new SecretVersions<string>([]) }) x!: SecretVersions<string>`],
  [`@SsmSecret('x', { ${ALL}, default: 'd' }) x!: SecretVersions<string>`, DEFAULT],
  [`@SsmSecret('x', { ${ALL} }) x!: string`, VERSIONS],
  [`@SsmSecret('x', { ${ALL} }) x!: string[]`, VERSIONS],
  [`@SsmSecret('x', { ${ALL} }) x!: Promise<string>`, VERSIONS],
  [`@SsmSecret('x', { ${ALL} }) x!: SecretVersions<number>`, STORED_VERSION],
  [`@SsmSecret('x', { ${ALL}, transform: 'number' }) x!: SecretVersions<string>`, VERSION],
  [`@SsmSecret('x', { ${ALL}, schema: SettingsDto }) x!: SecretVersions<string>`, VERSION],
  [`@SsmSecret('x') x!: SecretVersions<string>`, NOT_CONVERTIBLE],
  [`@SsmSecret('x', { versions: ['AWSCURENT'] }) x!: unknown`, `"AWSCURENT"' ${NO_VALUE}`],
  [`@SsmParam('/x', { ${ALL} }) x!: unknown`, `'versions' does not exist`],
];

export const trees: readonly Row[] = [
  [`@SsmParams('/x') x!: { db: { host: string; port: string }; currencies: string[] }`],
  [`@SsmParams('/x') x!: { host?: string; lists: readonly string[] }`],
  [`@SsmParams('/x') x!: Record<string, unknown>`],
  [`@SsmParams('/x') x!: Record<string, string | string[]>`],
  [`@SsmParams('/x') x!: object`],
  [`@SsmParams('/x') x!: unknown`],
  [`@SsmParams('/x') private x!: string; y = this.x`],
  [`@SsmParams('/x', { shape: 'record' }) x!: Record<string, string>`],
  [`@SsmParams('/x', { shape: 'map' }) x!: ReadonlyMap<string, string>`],
  [`@SsmParams('/x', { shape: 'map' }) x!: ReadOnlyMap<string, unknown>`],
  [`@SsmParams('/x', { filters: [new SsmFilterType().value('String')] }) x!: object`],
  [`@SsmParams('/x', { filters: [{ Key: 'Type', Option: 'Equals', Values: ['String'] }] }) x!: object`],
  [`@SsmParams('/x') x!: string`, NO_TREE],
  [`@SsmParams('/x') x!: number`, NO_TREE],
  [`@SsmParams('/x') x!: string[]`, NO_TREE],
  [`@SsmParams('/x') x!: () => string`, NO_TREE],
  [`@SsmParams('/x') x!: Promise<string>`, NO_TREE],
  [`@SsmParams('/x') x!: SsmParameterTree<string>`, NO_TREE],
  [`@SsmParams('/x') x!: { port: number }`, LEAVES],
  [`@SsmParams('/x') x!: { db: { port: number | string } }`, LEAVES],
  [`@SsmParams('/x') x!: Record<string, boolean>`, LEAVES],
  [`@SsmParams('/x') x!: Date`, LEAVES],
  [`@SsmParams('/x') x!: Promise<{ port: number }>`, LEAVES],
  [`@SsmParams('/x') x!: Map<string, string>`, LEAVES],
  [`@SsmParams('/x', { shape: 'map' }) x!: Map<string, string>`, MAP],
  [`@SsmParams('/x', { shape: 'map' }) x!: { host: string }`, MAP],
  [`@SsmParams('/x', { shape: 'map' }) x!: ReadonlyMap<string, number>`, LEAVES],
  [`@SsmParams('/x', { shape: 'list' }) x!: object`, `'"list"' ${NO_VALUE}`],
  [`@SsmParams('/x', { filters: ['Type'] }) x!: object`, `'string' ${NO_VALUE}`],
  [`@SsmParams('/x', { filters: [{ Option: 'Equals' }] }) x!: object`, 'Key'],
  [`@SsmParams('/x', { filters: new SsmFilterType() }) x!: object`, 'is missing the following properties'],
];

export const types: readonly Row[] = [
  [`@SsmParam('/x', { type: Number }) x!: number`],
  [`@SsmParam('/x', { type: String }) x!: string`],
  [`@SsmParam('/x', { type: String }) x!: Level`],
  [`@SsmParam('/x', { type: Boolean }) x!: boolean`],
  [`@SsmParam('/x', { type: Array }) x!: readonly string[]`],
  [`@SsmParam('/x', { type: Buffer }) x!: Buffer`],
  [`@SsmParam('/x', { type: Uint8Array }) x!: Uint8Array`],
  [`@SsmParam('/x', { type: Number, optional: true }) x!: number | undefined`],
  [`@SsmSecret('x', { type: Boolean, optional: true }) x!: boolean | undefined`],
  [`@SsmParam('/x', { type: Promise }) x!: Promise<string>`],
  [`@SsmParam('/x', { type: Promise, transform: 'number' }) x!: Promise<number>`],
  [`@SsmParam('/x', { type: SsmParameter }) x!: SsmParameter`],
  [`@SsmParams('/x', { type: Object }) x!: { search: string }`],
  [`@SsmParams('/x', { type: Promise }) x!: Promise<{ search: string }>`],
  [`@SsmParam('/x', { type: Number }) x!: string`, TYPE],
  [`@SsmParam('/x', { type: String }) x!: number`, TYPE],
  [`@SsmSecret('x', { type: Array }) x!: string`, TYPE],
  [`@SsmParam('/x', { type: Buffer }) x!: string`, TYPE],
  [`@SsmParam('/x', { type: Promise }) x!: string`, TYPE],
  [`@SsmParam('/x', { type: Number }) x!: Promise<number>`, TYPE],
  [`@SsmParam('/x', { type: SsmParameter }) x!: string`, TYPE],
  [`@SsmParam('/x', { type: Promise, transform: 'number' }) x!: number`, TYPE],
  [`@SsmParams('/x', { type: Object }) x!: Promise<{ search: string }>`, TYPE],
];

const noOption = (name: string): string => `'${name}' is no option of this decorator`;

export const options: readonly Row[] = [
  [
    `@SsmParam('/x', { maxAge: 60, maxStale: 5, jitter: 0, group: 'g', preload: false, basePath: false }) x!: string`,
  ],
  [`@SsmSecret('x', { versionStage: 'AWSPREVIOUS', versionId: 'v', maxAge: 60 }) x!: string`],
  [`@SsmParam('/x', { maxAge: 60, trasform: 'number' }) x!: string`, noOption('trasform')],
  [`@SsmParam('/x', { maxAge: 60, key: 'k' }) x!: string`, noOption('key')],
  [`@SsmParam('/x', { maxAge: 60, maxage: 60 }) private x!: string; y = this.x`, noOption('maxage')],
  [`@SsmSecret('x', { maxAge: 60, basePath: '/p' }) x!: string`, noOption('basePath')],
  [`@SsmParams('/x', { maxAge: 60, transform: 'json' }) x!: object`, noOption('transform')],
  [`@SsmParam('/x', { ttl: 60 }) x!: string`, `'ttl' does not exist`],
  [`@SsmParam('/x', { maxAge: '60' }) x!: string`, `'string' ${NO_VALUE} 'number'`],
  [`@SsmParam('/x', { optional: 'yes' }) x!: string`, `'string' ${NO_VALUE} 'boolean`],
  [`@SsmParam('/x', { group: 7 }) x!: string`, `'number' ${NO_VALUE} 'string'`],
  [`@SsmParam('/x', { basePath: true }) x!: string`, `true' ${NO_VALUE}`],
  [`@SsmParams('/x', { recursive: 'yes' }) x!: object`, `'string' ${NO_VALUE} 'boolean`],
  [`@SsmParam() x!: string`, 'Expected 1-2 arguments'],
  [`@SsmParam(7) x!: string`, `'number' is not assignable to parameter of type 'SsmName'`],
  [`@SsmParam('/x') x() {}`, 'Unable to resolve signature of method decorator'],
];

const NO_TEXT = `'number' ${NO_VALUE} 'string'`;

/** Where a client is named on a property. */
export const clients: readonly Row[] = [
  [`@SsmParam('/x', { client: 'payments' }) x!: string`],
  [`@SsmParam('/x', { client: undefined }) x!: string`],
  [`@SsmParam('/x', { client: 'payments', transform: 'number' }) x!: Promise<number>`],
  [`@SsmSecret('x', { client: 'payments', key: 'k' }) x!: string`],
  [`@SsmSecret('x', { client: 'payments', optional: true }) x!: SecretsManagerParameter<string | undefined>`],
  [`@SsmParams('/x', { client: 'payments', shape: 'map' }) x!: ReadonlyMap<string, string>`],
  [`constructor(@InjectSsmParam('/x', { client: 'payments' }) readonly x: SsmParameter<string>) {}`],
  [
    `constructor(@InjectSsmSecret('x', { client: 'payments' }) readonly x: SecretsManagerParameter<string>) {}`,
  ],
  [`@SsmParam('/x', { client: 7 }) x!: string`, NO_TEXT],
  [`@SsmSecret('x', { client: 7 }) x!: string`, NO_TEXT],
  [`@SsmParams('/x', { client: 7 }) x!: object`, NO_TEXT],
  [`@SsmParam('/x', { client: { region: 'us-east-1' } }) x!: string`, `${NO_VALUE} 'string'`],
  [`@SsmParam('/x', { maxAge: 60, clients: 'payments' }) x!: string`, noOption('clients')],
  [`@SsmSecret('x', { maxAge: 60, region: 'us-east-1' }) x!: string`, noOption('region')],
  [`constructor(@InjectSsmParam('/x', { client: 7 }) readonly x: SsmParameter<string>) {}`, NO_TEXT],
  [
    `constructor(@InjectSsmSecret('x', { client: 7 }) readonly x: SecretsManagerParameter<string>) {}`,
    NO_TEXT,
  ],
];

const recovering = (given: string, members = ''): string =>
  `@RefreshOnError(${given}) async find() {} ${members}`;

export const listeners: readonly Row[] = [
  [`@OnSsmChange('level') onLevel() {}`],
  [`@OnSsmChange('/features', { initial: true }) onFeatures(change: SsmCacheChange) {}`],
  [`@OnSsmChange({ secret: 'prod/db' }) private async onSecret({ name, version }: SsmCacheChange) {}`],
  [`@OnSsmChange({ parameter: () => process.env.NAME! }) onParameter() {}`],
  [`@OnSsmChange({ group: 'database' }) onGroup(change?: SsmCacheChange) { return 7; }`],
  [`@OnSsmChange('/a', { intial: true }) onA() {}`, `'intial' does not exist`],
  [`@OnSsmChange('/a', { initial: 'yes' }) onA() {}`, `'string' ${NO_VALUE} 'boolean`],
  [`@OnSsmChange('/a', true) onA() {}`, `has no properties in common`],
  [`@OnSsmChange({ secrets: 'prod/db' }) onDb() {}`, `'secrets' does not exist`],
  [`@OnSsmChange({ group: 7 }) onGroup() {}`, `'number' ${NO_VALUE}`],
  [`@OnSsmChange(7) onSeven() {}`, "type 'SsmChangeTarget'"],
  [`@OnSsmChange() onNothing() {}`, 'Expected 1-2 arguments'],
  [`@OnSsmChange('/a') onA(value: string) {}`, `'string'`],
  [
    `@OnSsmChange('/a') onA(change: SsmCacheChange, previous: string) {}`,
    `'(change: SsmCacheChange, previous: string) => void'`,
  ],
  [`@OnSsmChange('/a') onA({ value }: { value: string }) {}`, `'value' is missing`],
  [`@OnSsmChange('/a') a!: string`, 'signature of property decorator'],
];

export const recoveries: readonly Row[] = [
  [recovering('')],
  [recovering(`{ onRefresh: 'reconnect' }`, 'reconnect() {}')],
  [recovering(`{ onRefresh: 'reconnect' }`, 'private reconnect() {} y = this.reconnect')],
  [recovering(`{ onRefresh: 'reconnect' }`, 'protected async reconnect() {}')],
  [recovering(`{ onRefresh() { return this; } }`)],
  [recovering('{ on: LoginError }')],
  [recovering('{ on: [LoginError, OtherError] }')],
  [recovering(`{ on: (error) => error.code === '28P01' }`)],
  [recovering(`{ refresh: ['x', { group: 'g' }], retries: 2, delay: 0.5 }`)],
  [recovering('{ refresh: OtherError, recoveryTimeout: 5 }')],
  [recovering(`{ refresh: [OtherError, { secret: 'prod/db' }, { parameter: '/x' }] }`)],
  [recovering(`{ refresh: { secret: () => process.env.DB_SECRET! } }`)],
  [recovering(`{ refresh: new SsmCache().parameter('/x') }`)],
  [
    recovering(
      `{ refresh: [new SsmCache().createGroup(), new SsmCache().secret('x', { transform: 'json' })] }`,
    ),
  ],
  [recovering('{ refresh: new SsmCache() }'), `'SsmCache' ${NO_VALUE}`],
  [recovering(`{ refresh: { secrets: 'prod/db' } }`), `'secrets' does not exist`],
  [recovering('{ refresh: { parameter: 7 } }'), `'number' ${NO_VALUE}`],
  [recovering(`{ recoveryTimeout: '5' }`), `'string' ${NO_VALUE} 'number'`],
  ['@RefreshOnError() async find(@IsRetry() isRetry?: boolean) {}'],
  ['@RefreshOnError() find(): Observable<string> { return null as never; }'],
  [
    recovering(`{ onRefresh: 'noSuchMethod' }`),
    `onRefresh names 'noSuchMethod', which is not a member of the class`,
  ],
  [
    recovering(`{ onRefresh: 'reconect' }`, 'private reconnect() {} y = this.reconnect'),
    `onRefresh names 'reconect'`,
  ],
  [recovering(`{ onRefresh: 'pool' }`, 'pool = 1'), `onRefresh names 'pool', which is not a method`],
  [recovering('{ onRefresh: 7 }'), `'number' ${NO_VALUE}`],
  [recovering(`{ on: '28P01' }`), `'string' ${NO_VALUE}`],
  [recovering('{ on: 7 }'), `'number' ${NO_VALUE}`],
  [recovering('{ on: [7] }'), `'number' ${NO_VALUE}`],
  [recovering('{ on: (error) => error.code }, 7'), 'Expected 0-1 arguments'],
  [recovering(`{ on: () => 'yes' }`), `'string' ${NO_VALUE} 'boolean`],
  [recovering('{ retries: true }'), `'boolean' ${NO_VALUE} 'number'`],
  [recovering('{ delay: 1, retry: 3 }'), `'retry' does not exist`],
  [recovering('{ refresh: 7 }'), `'number' ${NO_VALUE}`],
  ['@RefreshOnError() find = async () => {}', 'Unable to resolve signature of property decorator'],
  ['@RefreshOnError() x!: string', 'Unable to resolve signature of property decorator'],
  ['@IsRetry() isRetry!: boolean', 'Unable to resolve signature of property decorator'],
  ['@IsRetry() find() {}', 'Unable to resolve signature of method decorator'],
];

/** What stands in a method. */
export const calls: readonly Row[] = [
  [`const x: SsmParameter<string> = cache.parameter('/x')`],
  [`const x: SsmParameter<number> = cache.parameter('/x', { schema: z.coerce.number() })`],
  [`const x: SsmParameter<number> = cache.parameter('/x', { transform: async (text) => Number(text) })`],
  [`const x: SsmParameter<{ a: number }> = cache.parameter<{ a: number }>('/x', { transform: 'json' })`],
  [`const x: Promise<string> = cache.group('g').secret('x', { key: 'k' }).get()`],
  [
    `const x: SsmParameterTree<{ port: number }> = cache.parameters('/x', { schema: ark({ port: 'number' }) })`,
  ],
  [`const x: Promise<SsmParameter<string>[]> = cache.createGroup().parameters('/x', { recursive: false })`],
  [`const x: SsmParameter<string[]> = cache.parameter<string[]>('/x')`],
  [`const x: SsmParameter<Level> = cache.parameter<Level>('/x', { maxAge: 60 })`],
  [`const x: SecretsManagerParameter<Uint8Array> = cache.secret<Uint8Array>('x')`],
  [`const x: SsmParameter<unknown> = cache.parameter<unknown>('/x', { default: null })`],
  [
    `const x: SsmParameter<string | undefined> = cache.parameter<string | undefined>('/x', { optional: true })`,
  ],
  [`const x: SsmParameter<string> = cache.parameter('/x', { optional: true, default: 'd' })`],
  [`const x: SsmParameter<number> = cache.parameter<number>('/x', { transform: 'number', default: 3 })`],
  [
    `const x: SsmParameter<{ a: number }> = cache.parameter<{ a: number }>('/x', { schema: SettingsDto as any })`,
  ],
  [
    `const read = <T>(name: string): Promise<T> => cache.parameter<T>(name, { transform: 'json' }).get(); read<Date>('/x')`,
  ],
  [`const x: number = cache.parameter('/x', { transform: (text) => text.length, default: 3 }).value`],
  [`const x: string = cache.secret('x', { key: 'port' }).value`],
  [`const x: SecretVersions<string> = cache.secret('x', { ${ALL} }).value`],
  [`const x: string | undefined = group.secret('x', { ${ALL} }).value.previous`],
  [`const x: number = cache.secret('x', { ${ALL}, transform: 'number' }).value.current`],
  [`const x: SettingsDto | undefined = cache.secret('x', { ${ALL}, schema: SettingsDto }).value.byId('v')`],
  [`const x: string | undefined = cache.secret('x', { ${ALL}, optional: true }).value?.currentId`],
  [
    `for (const { stage, versionId, value } of cache.secret('x', { ${ALL} }).value) [stage, versionId, value.length]`,
  ],
  [`const x: SecretVersions<string> = cache.secret<SecretVersions<string>>('x', { ${ALL} }).value`],
  [
    `const x: SecretVersions<Date> = cache.secret<SecretVersions<Date>>('x', { ${ALL}, transform: (text) => new Date(String(text)) }).value`,
  ],
  [
    `const x: SecretVersions<{ a: string }> | undefined = cache.secret<SecretVersions<{ a: string }> | undefined>('x', { ${ALL}, transform: 'json', optional: true }).value`,
  ],
  [`cache.secret<SecretVersions<string>>('x', { transform: 'json' })`, `'versions' is missing`],
  [`cache.secret<SecretVersions<number>>('x', { ${ALL} })`, `'transform' is missing`],
  [`cache.secret<string>('x', { ${ALL} })`, NO_VALUE],
  [`cache.secret('x', { versions: ['AWSCURENT'] })`, `"AWSCURENT"' ${NO_VALUE}`],
  [`cache.parameter('/x', { ${ALL} })`, `'versions' does not exist`],
  [`const x: number = cache.secret('x', { key: 'port', transform: 'number' }).value`],
  [`const x: SsmParameter<any> = cache.parameter('/x', JSON.parse('{}'))`],
  [`const x: string = cache.parameter('/x', Boolean(1) ? { maxAge: 60 } : undefined).value`],
  [`const x: SsmParameterTree<{ host: string }> = cache.parameters<{ host: string }>('/x', { maxAge: 60 })`],
  [
    `const x: SsmParameterTree<ReadonlyMap<string, string>> = cache.parameters<ReadonlyMap<string, string>>('/x', { shape: 'map' })`,
  ],
  [`const x: SsmParameterTree<SettingsDto> = cache.parameters('/x', { schema: SettingsDto })`],
  [
    `const x: SsmParameterTree<SettingsDto> = cache.createGroup().parameter('/x', { schema: SettingsDto }) as never`,
  ],
  [`cache.parameter<number>('/x')`, 'Without a transform or a schema the value is text'],
  [`cache.parameter<{ a: string }>('/x')`, 'Without a transform or a schema the value is text'],
  [`cache.secret<boolean>('x')`, 'Without a transform or a schema the value is text'],
  [`cache.createGroup().parameters<number>('/x')`, 'Without a transform or a schema the value is text'],
  [`cache.parameter<number>('/x', { maxAge: 60 })`, `'transform' is missing`],
  [`cache.parameter<number>('/x', { transform: 'boolean' })`, `"boolean"' ${NO_VALUE}`],
  [`cache.parameter<number>('/x', { transform: (text) => String(text) })`, `'string' ${NO_VALUE}`],
  [`cache.parameter<string>('/x', { optional: true })`, `'true' ${NO_VALUE}`],
  [`cache.parameter('/x', { maxAge: 60, maxage: 60 })`, 'is no option here'],
  [`cache.secret('x', { key: 'k', basePath: '/p' })`, 'is no option here'],
  [`cache.parameters('/x', { recursive: true, transform: 'json' })`, 'is no option here'],
  [`cache.parameters<{ port: number }>('/x')`, 'Without a schema all that is under a path is text'],
  [
    `const x: string = cache.secret('x', { key: 'db', transform: 'json' }).value`,
    `'unknown' ${NO_VALUE} 'string'`,
  ],
  [`const x: string = cache.parameter('/x', { optional: true }).value`, `'string | undefined' ${NO_VALUE}`],
  [`const x: number = cache.parameter('/x').value`, `'string' ${NO_VALUE} 'number'`],
  [`const x: number | undefined = cache.secret('x').version`, `'string' ${NO_VALUE} 'number'`],
  [`const x: SsmParameter<number> = cache.parameter('/x', { schema: z.string() })`, `'number'`],
  [`cache.parameter<number>('/x', { default: '7' })`, `'string' ${NO_VALUE} 'number'`],
  [`cache.parameter('/x', { transform: 'xml' })`, `"xml"' ${NO_VALUE}`],
  [`cache.parameter('/x', { maxage: 60 })`, `'maxage' does not exist`],
  [
    `cache.parameters<{ a: string }>('/x', { schema: z.object({ a: z.number() }) })`,
    `'number' ${NO_VALUE} 'string'`,
  ],
  [`cache.parameters('/x').value.host`, 'unknown'],
  [`cache.createGroup().parameters('/x', { shape: 'map' })`, `'shape' does not exist`],
  [`cache.group()`, 'Expected 1 arguments'],
  [`cache.parameter('/x').value = 'y'`, 'read-only'],
];

/** Where a client is named in code, and where clients are. */
export const namedClients: readonly Row[] = [
  [`const x: string = cache.parameter('/x', { client: 'payments' }).value`],
  [`const x: number = cache.secret('x', { client: 'payments', transform: 'number' }).value`],
  [`const x: SsmParameter<Level> = cache.parameter<Level>('/x', { client: 'payments' })`],
  [`const x: unknown = cache.parameters('/x', { client: 'payments' }).value`],
  [`const x: string = cache.createGroup({ client: 'payments' }).secret('x', { client: 'default' }).value`],
  [`group.parameters('/x', { recursive: false })`],
  [
    `new SsmCache({ groups: { db: { client: 'payments' } }, clients: { payments: { region: 'us-east-1' } } })`,
  ],
  [`SsmCacheModule.forFeature({ groups: { db: { client: 'payments' } } })`],
  [`SsmCacheModule.forRoot({ clients: { payments: { ssm: { region: 'us-east-1' }, secretsManager: {} } } })`],
  [
    `SsmCacheModule.forRoot({ clients: { payments: { secretsManagerClient: { getSecretValue: async () => ({}) } } } })`,
  ],
  [
    `SsmCacheModule.forRootAsync({ clientNames: ['payments'], useFactory: () => ({ clients: { payments: {} } }) })`,
  ],
  [`ssmCacheConfig('x', { path: '/x', client: 'payments', clients: { payments: {} } })`],
  [
    `ssmCacheConfig('x', { secrets: { db: { key: { id: 'x', client: 'payments' } } }, clients: { payments: {} } })`,
  ],
  [`cache.parameter('/x', { client: 7 })`, NO_TEXT],
  [`cache.secret('x', { client: 7 })`, NO_TEXT],
  [`cache.parameters('/x', { client: 7 })`, NO_TEXT],
  [`cache.createGroup({ client: 7 })`, NO_TEXT],
  [`cache.parameter('/x', { maxAge: 60, clients: 'payments' })`, 'is no option here'],
  [`group.parameters('/x', { client: 'payments' })`, `'client' does not exist`],
  [`SsmCacheModule.forFeature({ groups: { db: { client: 7 } } })`, NO_TEXT],
  [`SsmCacheModule.forRoot({ clients: { payments: { regoin: 'us-east-1' } } })`, `'regoin' does not exist`],
  [`SsmCacheModule.forRoot({ clients: { payments: 'us-east-1' } })`, `'string' has no properties in common`],
  [`SsmCacheModule.forRoot({ clients: { payments: { ssmClient: {} } } })`, `'{}' ${NO_VALUE} 'SsmClientLike`],
  [`SsmCacheModule.forRoot({ client: 'payments' })`, `'client' does not exist`],
  [
    `SsmCacheModule.forRootAsync({ clientNames: 'payments', useFactory: () => ({}) })`,
    `'string' ${NO_VALUE}`,
  ],
  [`ssmCacheConfig('x', { path: '/x', client: 7 })`, NO_TEXT],
  [`ssmCacheConfig('x', { secrets: { key: { id: 'x', client: 7 } } })`, `'number' ${NO_VALUE}`],
];

/** What a source of an extension has. */
export const references: readonly Row[] = [
  [`const x: SsmParameter<string> = cache.handle(reference)`],
  [`const x: SsmParameter<Level> = cache.handle<Level>(reference)`],
  [`const x: SsmParameter<Uint8Array> = cache.handle<Uint8Array>(reference)`],
  [`const x: boolean = cache.handle(reference, { transform: 'boolean', maxAge: 30 }).value`],
  [`const x: string | undefined = cache.handle(reference, { optional: true }).value`],
  [`const x: SsmParameter<{ a: number }> = cache.handle<{ a: number }>(reference, { transform: 'json' })`],
  [`const x: SsmParameter<Level> = cache.handle<Level>(reference, { default: 'info' })`],
  [
    `const x: SsmParameter<string> = cache.handle({ source: 's', client: 'default', key: 'k', name: 'n', fullName: 'n' })`,
  ],
  [`cache.handle('x')`, `'string' is not assignable to parameter of type 'Reference'`],
  [`cache.handle({ source: 's', key: 'k', name: 'n', fullName: 'n' })`, `'client' is missing`],
  [`cache.handle<number>(reference)`, 'Without a transform or a schema the value is text'],
  [`cache.handle<number>(reference, { maxAge: 60 })`, `'transform' is missing`],
  [`cache.handle<boolean>(reference, { transform: 'number' })`, `"number"' ${NO_VALUE}`],
  [`cache.handle<string>(reference, { optional: true })`, `'true' ${NO_VALUE}`],
  [`cache.handle(reference, { transform: 'number', default: '3' })`, 'it must be of the type that is read'],
  [`cache.handle(reference, { client: 'payments' })`, `'client' does not exist`],
  [`cache.handle(reference, { maxAge: 60, client: 'payments' })`, 'is no option here'],
  [`cache.handle(reference, { maxAge: 60, group: 'db' })`, 'is no option here'],
  [
    `const x: number = cache.handle(reference, { transform: 'json' }).value`,
    `'unknown' ${NO_VALUE} 'number'`,
  ],
];
