import type { Answer, FetchRequest, Source } from './source.interface.js';

const isSecret = ({ reference }: FetchRequest): boolean => reference.source === 'secretsmanager';

/** Both services as one source. */
export class AwsSource implements Source {
  constructor(
    private readonly parameters: Source,
    private readonly secrets: Source,
  ) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const ofParameters = requests.filter((request) => !isSecret(request));
    const ofSecrets = requests.filter(isSecret);
    const answers = new Map([
      ...this.parameters.fetch(ofParameters).map((answer, index) => [ofParameters[index], answer] as const),
      ...this.secrets.fetch(ofSecrets).map((answer, index) => [ofSecrets[index], answer] as const),
    ]);
    return requests.map((request) => answers.get(request) as Promise<Answer>);
  }
}
