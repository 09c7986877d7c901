/** One option of a handle, and what it makes of the type of the value; nothing where it is not given. */
interface Part {
  readonly text: string;
  readonly type?: string;
}

export interface HandleRow {
  readonly options: string;
  /** The type of the value, or why the compiler refuses the options. */
  readonly type?: string;
  readonly refusal?: string;
}

const DEFAULT = 'it must be of the type that is read';

const transforms: readonly Part[] = [
  { text: '', type: 'string' },
  { text: "transform: 'json'", type: 'unknown' },
  { text: "transform: 'number'", type: 'number' },
  { text: "transform: 'boolean'", type: 'boolean' },
  { text: "transform: 'list'", type: 'string[]' },
  { text: "transform: 'base64'", type: 'Uint8Array' },
  { text: 'transform: (text) => new Date(String(text))', type: 'Date' },
  {
    text: 'transform: async (text, { version }) => [text, version]',
    type: '(string | number | string[] | Uint8Array | undefined)[]',
  },
];
const schemas: readonly Part[] = [
  { text: '' },
  { text: 'schema: z.object({ port: z.number() })', type: '{ port: number }' },
  { text: 'schema: SettingsDto', type: 'SettingsDto' },
];
const optionals: readonly Part[] = [
  { text: '' },
  { text: 'optional: true', type: 'undefined' },
  { text: 'optional: false' },
  { text: 'optional: Boolean(1)', type: 'undefined' },
];

/** A value of each type, and one of another. */
const VALUES: Readonly<Record<string, readonly [fitting: string, other?: string]>> = {
  string: ["'d'", '3'],
  unknown: ['3'],
  number: ['3', "'3'"],
  boolean: ['false', "'false'"],
  'string[]': ["['a']", "'a'"],
  Uint8Array: ['Uint8Array.of(1)', "'AQ=='"],
  Date: ['new Date(0)', '0'],
  '(string | number | string[] | Uint8Array | undefined)[]': ["['a', 1]", "'a'"],
  '{ port: number }': ['{ port: 1 }', "{ port: '1' }"],
  SettingsDto: ['{ port: 1 }', '{}'],
};

/** Every transform × schema × optional × default. */
export const handleRows: readonly HandleRow[] = transforms.flatMap((transform) =>
  schemas.flatMap((schema) =>
    optionals.flatMap((optional) => {
      const type = `${schema.type ?? transform.type}`;
      const [fitting, other] = VALUES[type] ?? [];
      const row = (byDefault: string, end: Omit<HandleRow, 'options'>): HandleRow => ({
        options: `{ ${[transform.text, schema.text, optional.text, byDefault].filter((text) => text !== '').join(', ')} }`,
        ...end,
      });
      return [
        row('', { type: optional.type === undefined ? type : `${type} | undefined` }),
        row(`default: ${fitting}`, { type }),
        ...(other === undefined ? [] : [row(`default: ${other}`, { refusal: DEFAULT })]),
      ];
    }),
  ),
);

const OTHER_READERS = [
  "cache.secret('x', OPTIONS)",
  "group.parameter('/x', OPTIONS)",
  "group.secret('x', OPTIONS)",
  'cache.handle(reference, OPTIONS)',
];

/** The calls that make a handle with the same options: one of each row, and the others in turn. */
export const readersOf = (row: HandleRow): readonly string[] => [
  "cache.parameter('/x', OPTIONS)",
  `${OTHER_READERS[handleRows.indexOf(row) % OTHER_READERS.length]}`,
];
