import type {
  BatchGetSecretValueInput,
  CallOptions,
  GetParametersByPathInput,
  GetParametersInput,
  GetSecretValueInput,
  ParameterStoreClient,
  SecretsClient,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { CallHolder } from './held-call.js';

/** A plain client for Parameter Store whose answers a test can hold, replace and release. */
export class HeldParameterStore extends CallHolder implements ParameterStoreClient {
  constructor(readonly store = new InMemoryParameterStore()) {
    super();
  }

  getParameters(input: GetParametersInput, options?: CallOptions): Promise<unknown> {
    return this.receive('GetParameters', input, options?.abortSignal, () => this.store.getParameters(input));
  }

  getParametersByPath(input: GetParametersByPathInput, options?: CallOptions): Promise<unknown> {
    return this.receive('GetParametersByPath', input, options?.abortSignal, () =>
      this.store.getParametersByPath(input),
    );
  }

  /** The names that each call asked for by name. */
  get asked(): string[][] {
    const byName = this.calls.filter(({ operation }) => operation === 'GetParameters');
    return byName.map(({ input }) => [...(input.Names as string[])].toSorted());
  }
}

/** A plain client for Secrets Manager whose answers a test can hold, replace and release. */
export class HeldSecretsManager extends CallHolder implements SecretsClient {
  constructor(readonly store = new InMemorySecretsManager()) {
    super();
  }

  getSecretValue(input: GetSecretValueInput, options?: CallOptions): Promise<unknown> {
    return this.receive('GetSecretValue', input, options?.abortSignal, () =>
      this.store.getSecretValue(input),
    );
  }

  batchGetSecretValue(input: BatchGetSecretValueInput, options?: CallOptions): Promise<unknown> {
    return this.receive('BatchGetSecretValue', input, options?.abortSignal, () =>
      this.store.batchGetSecretValue(input),
    );
  }
}
