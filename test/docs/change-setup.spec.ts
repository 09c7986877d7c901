import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, labelUpdated, parameterChange, REGION, secretArn } from '../support/aws-events.js';
import { codeBlocks, readPage } from './support/markdown.js';
import { sectionOf } from './support/tables.js';

type Condition = string | { readonly prefix: string };
type Pattern = Readonly<Record<string, readonly Condition[]>>;

const { text } = await readPage('docs/guides/changes.md');
const codeUnder = (heading: string): readonly string[] =>
  codeBlocks(sectionOf(text, heading)).map(({ code }) => code);
const [parameters, secrets, queuePolicy] = codeUnder('Set it up at AWS').map((code): unknown => {
  try {
    return JSON.parse(code);
  } catch {
    return undefined;
  }
}) as [Pattern, Pattern, { Statement: [{ Condition: { ArnEquals: { 'aws:SourceArn': string[] } } }] }];

/** As EventBridge matches: each field has to have one of its values, or begin with one of its prefixes. */
const matches = (pattern: Pattern, event: object): boolean =>
  Object.entries(pattern).every(([field, conditions]) =>
    [(event as Record<string, unknown>)[field]]
      .flat()
      .some((value) =>
        conditions.some((one) =>
          typeof one === 'string' ? value === one : String(value).startsWith(one.prefix),
        ),
      ),
  );

describe('The documented rule', () => {
  it.each(['Create', 'Update', 'Delete', 'LabelParameterVersion'])('for parameters takes %s', (operation) => {
    expect(matches(parameters, parameterChange('/prod/shop/limit', operation))).toBe(true);
    expect(matches(secrets, parameterChange('/prod/shop/limit', operation))).toBe(false);
  });

  it('for secrets takes a label that moved', () => {
    expect(matches(secrets, labelUpdated('prod/db'))).toBe(true);
    expect(matches(parameters, labelUpdated('prod/db'))).toBe(false);
  });

  it('takes nothing of others', () => {
    expect(matches(parameters, parameterChange('/prod/other/limit'))).toBe(false);
    expect(matches(secrets, labelUpdated('test/db'))).toBe(false);
    const elsewhere = { resources: [secretArn('prod/db', 'us-east-1')] };
    expect(matches(secrets, labelUpdated('prod/db', {}, elsewhere))).toBe(false);
  });
});

describe('The CloudFormation template', () => {
  interface Resource {
    readonly Type: string;
    readonly Properties: { readonly EventPattern?: Pattern; readonly PolicyDocument?: typeof queuePolicy };
  }
  const [template = ''] = codeUnder('CloudFormation');
  const { Resources } = JSON.parse(template) as { Resources: Record<string, Resource> };
  const rules = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule');

  it('has the same rules', () => {
    const substituted = JSON.stringify(rules.map(([, { Properties }]) => Properties.EventPattern))
      .replaceAll('${AWS::Partition}', 'aws')
      .replaceAll('${AWS::Region}', REGION)
      .replaceAll('${AWS::AccountId}', ACCOUNT)
      .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1');

    expect(JSON.parse(substituted)).toEqual([parameters, secrets]);
  });

  it('refers to resources that it has, and lets each rule send', () => {
    const referred = Array.from(
      template.matchAll(/"(?:Ref|Fn::GetAtt)": (?:\[\s*)?"(\w+)"/g),
      ([, name = '']) => name,
    );
    expect(new Set(referred)).toEqual(new Set(['ConfigQueue', ...rules.map(([name]) => name)]));
    for (const name of referred) expect(Resources[name]).toBeDefined();
    const sources =
      Resources.ConfigQueuePolicy?.Properties.PolicyDocument?.Statement[0].Condition.ArnEquals[
        'aws:SourceArn'
      ];
    expect(sources).toEqual(rules.map(([name]) => ({ 'Fn::GetAtt': [name, 'Arn'] })));
    expect(queuePolicy.Statement[0].Condition.ArnEquals['aws:SourceArn']).toHaveLength(rules.length);
  });
});

describe.each(['Terraform', 'CDK'])('What %s makes', (heading) => {
  it.each([
    ['parameters', ['aws.ssm', 'Parameter Store Change', 'parameter/prod/shop/']],
    ['secrets', ['aws.secretsmanager', 'Secret Label Updated', 'secret:prod/']],
  ])('has the rule for %s', (_what, parts) => {
    const code = codeUnder(heading).join('\n');
    for (const part of parts) expect(code).toContain(part);
  });
});
