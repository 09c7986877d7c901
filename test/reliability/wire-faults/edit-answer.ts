import type { LocalAwsExchange } from 'nestjs-ssm-cache/testing';

/** Answers a request in the place of AWS. */
export type Happening = (exchange: LocalAwsExchange) => void | Promise<void>;

export type Item = Record<string, unknown>;

const LISTS: Readonly<Record<string, string>> = {
  GetParameters: 'Parameters',
  GetParametersByPath: 'Parameters',
  BatchGetSecretValue: 'SecretValues',
};

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.1' };

/** Answers with these bytes and headers, whatever was asked. */
export const says =
  (
    body: string | Buffer,
    status = 200,
    headers: Readonly<Record<string, string>> = {},
  ): ((exchange: LocalAwsExchange) => void) =>
  ({ response }) => {
    response.writeHead(status, { ...JSON_TYPE, ...headers });
    response.end(body);
  };

/** Refuses with an error by the name that each of the two services has for it. */
export const refuses =
  (ssm: string, secretsManager = ssm, status = 400): Happening =>
  (exchange) =>
    says(JSON.stringify({ __type: exchange.service === 'ssm' ? ssm : secretsManager }), status)(exchange);

/** Answers with the true answer, as `change` makes it. */
export const edited =
  (change: (answer: Item, exchange: LocalAwsExchange) => unknown): Happening =>
  async (exchange) => {
    const { status, body } = await exchange.answer();
    const answer = status === 200 ? change(JSON.parse(body) as Item, exchange) : JSON.parse(body);
    says(JSON.stringify(answer), status)(exchange);
  };

/** Writes the true answer in a way of its own. */
export const written =
  (write: (body: string, exchange: LocalAwsExchange) => void): Happening =>
  async (exchange) =>
    write((await exchange.answer()).body, exchange);

/** Changes the list of an answer. An answer that is itself the only item is changed as a list of one. */
export const withItems = (change: (items: readonly Item[]) => unknown): Happening =>
  edited((answer, { operation }) => {
    const list = LISTS[operation];
    if (list !== undefined) return { ...answer, [list]: change(answer[list] as Item[]) };
    const changed = change([answer]);
    return Array.isArray(changed) ? (changed[0] ?? {}) : changed;
  });

export const withEachItem = (change: (item: Item) => unknown): Happening =>
  withItems((items) => items.map(change));

/** Puts `value` in the place of each value; `undefined` leaves the member out. */
export const withValue = (value: unknown): Happening =>
  withEachItem((item) => ({ ...item, ['SecretString' in item ? 'SecretString' : 'Value']: value }));
