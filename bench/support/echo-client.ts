import type { GetParametersInput, ParameterStoreClient } from 'nestjs-ssm-cache';

/** A client that knows each name, and keeps nothing. */
export const echo = (valueOf: (name: string) => string): ParameterStoreClient => ({
  getParameters: async ({ Names }: GetParametersInput) => ({
    Parameters: Names.map((Name) => ({ Name, Type: 'String', Value: valueOf(Name), Version: 1 })),
    InvalidParameters: [],
  }),
  getParametersByPath: async () => ({ Parameters: [] }),
});
