import { boolean, integer, list, structure, tags, text } from '../shared/input-shape.js';

const name = text({ min: 1, max: 2048 });

const stringFilters = list(
  structure({
    'Key!': text({ min: 1, max: 132, pattern: 'tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType' }),
    Option: text({ min: 1, max: 10 }),
    Values: list(text({ min: 1, max: 1024 }), { min: 1, max: 50 }),
  }),
);

const legacyFilters = list(
  structure({
    'Key!': text({ values: ['Name', 'Type', 'KeyId'] }),
    'Values!': list(text({ min: 1, max: 1024 }), { min: 1, max: 50 }),
  }),
);

export const getParameterShape = structure({ 'Name!': name, WithDecryption: boolean });

export const getParametersShape = structure({
  'Names!': list(name, { min: 1, max: 10 }),
  WithDecryption: boolean,
});

export const getParametersByPathShape = structure({
  'Path!': name,
  Recursive: boolean,
  ParameterFilters: stringFilters,
  WithDecryption: boolean,
  MaxResults: integer(1, 10),
  NextToken: text(),
});

export const getParameterHistoryShape = structure({
  'Name!': name,
  WithDecryption: boolean,
  MaxResults: integer(1, 50),
  NextToken: text(),
});

export const describeParametersShape = structure({
  Filters: legacyFilters,
  ParameterFilters: stringFilters,
  MaxResults: integer(1, 50),
  NextToken: text(),
  Shared: boolean,
});

export const putParameterShape = structure({
  'Name!': name,
  Description: text({ max: 1024 }),
  'Value!': text({ min: 1, sensitive: true }),
  Type: text({ values: ['SecureString', 'StringList', 'String'] }),
  KeyId: text({ min: 1, max: 256, pattern: '[a-zA-Z0-9:/_-]+' }),
  Overwrite: boolean,
  AllowedPattern: text({ max: 1024 }),
  Tags: tags,
  Tier: text({ values: ['Intelligent-Tiering', 'Advanced', 'Standard'] }),
  Policies: text({ min: 1, max: 4096 }),
  DataType: text({ max: 128 }),
});

export const deleteParameterShape = structure({ 'Name!': name });

export const labelParameterVersionShape = structure({
  'Name!': name,
  ParameterVersion: integer(),
  'Labels!': list(text({ min: 1, max: 100 }), { min: 1, max: 10 }),
});
