interface Length {
  readonly min?: number;
  readonly max?: number;
}

export interface TextShape extends Length {
  readonly kind: 'text';
  readonly pattern?: string;
  readonly values?: readonly string[];
  readonly sensitive?: boolean;
}

export interface IntegerShape extends Length {
  readonly kind: 'integer';
}

export interface BooleanShape {
  readonly kind: 'boolean';
}

export interface BlobShape extends Length {
  readonly kind: 'blob';
  readonly sensitive?: boolean;
}

export interface ListShape extends Length {
  readonly kind: 'list';
  readonly of: Shape;
}

export interface StructureShape {
  readonly kind: 'structure';
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

/** The constraints of one member of a request, as the AWS service model states them. */
export type Shape = TextShape | IntegerShape | BooleanShape | BlobShape | ListShape | StructureShape;

export const text = (constraints: Omit<TextShape, 'kind'> = {}): TextShape => ({
  kind: 'text',
  ...constraints,
});

export const integer = (min?: number, max?: number): IntegerShape => ({
  kind: 'integer',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

export const boolean: BooleanShape = { kind: 'boolean' };

export const blob = (constraints: Omit<BlobShape, 'kind'> = {}): BlobShape => ({
  kind: 'blob',
  ...constraints,
});

export const list = (of: Shape, constraints: Length = {}): ListShape => ({
  kind: 'list',
  of,
  ...constraints,
});

/** A structure. A member whose name ends in `!` is required. */
export function structure(members: Readonly<Record<string, Shape>>): StructureShape {
  const entries = Object.entries(members).map(([name, shape]) => [name.replace(/!$/, ''), shape] as const);
  return {
    kind: 'structure',
    members: Object.fromEntries(entries),
    required: Object.keys(members)
      .filter((name) => name.endsWith('!'))
      .map((name) => name.slice(0, -1)),
  };
}

export const tags: ListShape = list(structure({ Key: text(), Value: text() }), { max: 1000 });
