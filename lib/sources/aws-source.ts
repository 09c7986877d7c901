import type { Answer, FetchRequest, Source } from './source.interface.js';

/** Both services as one source. */
export class AwsSource implements Source {
  constructor(
    private readonly parameters: Source,
    private readonly secrets: Source,
  ) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const isSecret = ({ reference }: FetchRequest): boolean => reference.source === 'secretsmanager';
    const parameters = this.parameters.fetch(requests.filter((request) => !isSecret(request)))[Symbol.iterator]();
    const secrets = this.secrets.fetch(requests.filter(isSecret))[Symbol.iterator]();
    return requests.map((request) => (isSecret(request) ? secrets : parameters).next().value as Promise<Answer>);
  }
}
