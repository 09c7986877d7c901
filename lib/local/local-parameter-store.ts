import { splitSelector } from '../sources/parameter-store/parameter-name.js';
import type {
  GetParametersByPathInput,
  GetParametersInput,
  ParameterStoreClient,
} from '../sources/clients/aws-clients.interface.js';
import type { LocalServices } from './local-services.js';

/** A client for Parameter Store that has the local values. */
export class LocalParameterStore implements ParameterStoreClient {
  constructor(private readonly services: LocalServices) {}

  async getParameters(input: GetParametersInput): Promise<unknown> {
    const store = await this.services.parameterStore(input.Names.map((name) => splitSelector(name).name));
    return store.getParameters(input);
  }

  async getParametersByPath(input: GetParametersByPathInput): Promise<unknown> {
    const store = await this.services.parameterStore();
    return store.getParametersByPath(input);
  }
}
