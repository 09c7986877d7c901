import type { LocalAwsExchange } from 'nestjs-ssm-cache/testing';
import type { Canary } from './canary.js';

type Fault = (exchange: LocalAwsExchange) => void | Promise<void>;
type Fields = Record<string, any>;

const REQUEST_ID = '6e1f6a3a-7f0f-4f3c-8a51-0a1a5a3b2c1d';
const JSON_TYPE = 'application/x-amz-json-1.1';

const reply = (
  { response }: LocalAwsExchange,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'x-amzn-requestid': REQUEST_ID, 'content-type': JSON_TYPE, ...headers });
  response.end(body);
};

/** An error as AWS words it. */
const refusing =
  (status: number, body: Fields, headers = {}): Fault =>
  (exchange) =>
    reply(exchange, status, JSON.stringify(body), headers);

/** The true answer, changed. */
const changing =
  (change: (body: string) => string): Fault =>
  async (exchange) => {
    const { status, body } = await exchange.answer();
    reply(exchange, status, change(body));
  };

/** The entries that hold a value, in any kind of answer. */
const entriesOf = (answer: Fields): Fields[] => [...(answer.Parameters ?? answer.SecretValues ?? [answer])];

const changingEntries = (change: (entry: Fields) => void): Fault =>
  changing((body) => {
    const answer = JSON.parse(body) as Fields;
    entriesOf(answer).forEach(change);
    return JSON.stringify(answer);
  });

const setting = (fields: Fields): Fault => changingEntries((entry) => void Object.assign(entry, fields));

/** Adds members to the answer itself. */
const adding = (members: Fields): Fault =>
  changing((body) => JSON.stringify({ ...(JSON.parse(body) as Fields), ...members }));

const errorsOf = (names: readonly string[], fields: Fields): Fields[] =>
  names.map((SecretId) => ({ SecretId, ErrorCode: 'DecryptionFailure', Message: 'failed', ...fields }));

/** In each answer that holds the value, and in each refusal that quotes it: what can go wrong on the wire. */
export const faultsQuoting = ({ value }: Canary): Readonly<Record<string, Fault>> => {
  const quoted = JSON.stringify(value);
  const inner = quoted.slice(1, -1);
  const inHeader = encodeURIComponent(value);
  const breaking = (broken: string): Fault => changing((body) => body.replaceAll(quoted, broken));
  const words = [
    'AccessDeniedException',
    'ThrottlingException',
    'InternalServerError',
    'ValidationException',
  ];
  const missing = [
    'ParameterNotFound',
    'ResourceNotFoundException',
    'DecryptionFailure',
    'ExpiredTokenException',
  ];
  return {
    'JSON cut inside the value': changing((body) =>
      body.slice(0, Math.max(1, body.lastIndexOf(inner.slice(0, 3)) + Math.ceil(inner.length / 2))),
    ),
    'JSON cut behind the value': changing((body) => body.slice(0, body.lastIndexOf('}'))),
    'a value without quotation marks': breaking(inner),
    'a value with one quotation mark too many': breaking(`${quoted}"`),
    'a value before the JSON': changing((body) => value + body),
    'a value behind the JSON': changing((body) => body + value),
    'only the value': changing(() => value),
    'only the value, as JSON': changing(() => quoted),
    'HTML that quotes it, 200': (exchange) =>
      reply(exchange, 200, `<html><body>${value}</body></html>`, { 'content-type': 'text/html' }),
    'HTML that quotes it, 503': (exchange) =>
      reply(exchange, 503, `<html><body>${value}</body></html>`, { 'content-type': 'text/html' }),
    'a redirect to it': (exchange) =>
      reply(exchange, 301, value, { location: `http://127.0.0.1/${inHeader}` }),
    ...Object.fromEntries(
      [...words, ...missing].map((name) => [
        `${name} that quotes it`,
        refusing(name === 'InternalServerError' ? 500 : 400, {
          __type: name,
          message: value,
          Message: value,
        }),
      ]),
    ),
    'an error of its name': refusing(400, { __type: value, message: value }),
    'an error of its name, 500': refusing(500, {
      __type: `com.amazon.ssm#${value}`,
      code: value,
      name: value,
    }),
    'an error whose members hold it': refusing(400, {
      __type: 'ThrottlingException',
      code: `E${value.toUpperCase()}`,
      cause: value,
      name: value,
      stack: value,
      $metadata: { requestId: value },
      $response: { body: value },
      reason: { [value]: value },
    }),
    'headers that hold it': refusing(
      400,
      { message: 'refused' },
      {
        'x-amzn-requestid': inHeader,
        'x-amzn-errortype': inHeader,
        'x-amz-cf-id': inHeader,
        'retry-after': inHeader,
      },
    ),
    'a value that is a number': setting({ Value: Number.parseInt(value, 10) || 7, SecretString: 7 }),
    'a value that is data': setting({ Value: { [value]: value }, SecretString: [value] }),
    'a type that is the value': setting({ Type: value, SecretString: null, SecretBinary: value }),
    'a name that is the value': setting({ Name: value, ARN: value }),
    'a name that is the value, without a value': setting({
      Name: value,
      ARN: value,
      Value: null,
      SecretString: null,
    }),
    'a selector that is the value': setting({ Selector: value }),
    'a source that is the value': setting({ SourceResult: value, Value: null, SecretString: null }),
    'a list that is the value': adding({
      Parameters: value,
      SecretValues: value,
      Value: null,
      SecretString: null,
    }),
    'entries that are the value': adding({ Parameters: [value], SecretValues: [value], SecretString: null }),
    'the value among the invalid names': adding({
      Parameters: [],
      InvalidParameters: [value],
      SecretString: null,
    }),
    'the value as the token of the next page': adding({ NextToken: value }),
    'errors of a batch that quote it': adding({
      SecretValues: [],
      Errors: errorsOf(['text', 'other'], { Message: value }),
      Parameters: [],
      SecretString: null,
    }),
    'errors of a batch that have its name': adding({
      SecretValues: [],
      Errors: errorsOf(['text', 'other', value], { ErrorCode: value, Message: value }),
      Parameters: [],
      SecretString: null,
    }),
    'a connection that breaks inside the value': async ({ answer, response, request }) => {
      const { body } = await answer();
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, body.lastIndexOf(inner.slice(0, 3)) + 5), () =>
        request.socket.resetAndDestroy(),
      );
    },
    'an answer that ends before it is complete': async ({ answer, response, request }) => {
      const { body } = await answer();
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body) + 9 });
      response.write(body, () => request.socket.end());
    },
  };
};
