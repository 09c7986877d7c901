import type { IamPolicy, IamStatement } from '../../tooling/iam/iam-policy.interface.js';

/**
 * A policy as a data source of Terraform and OpenTofu.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export const asTerraform = ({ Statement }: IamPolicy): string =>
  block('data "aws_iam_policy_document" "nestjs_ssm_cache"', Statement.map(statement).join('\n\n'));

const statement = ({ Action, Resource, Condition = {} }: IamStatement): string => {
  const conditions = Object.entries(Condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) =>
      block(
        'condition',
        [`test     = ${text(test)}`, `variable = ${text(variable)}`, `values   = ${list(values)}`].join('\n'),
      ),
    ),
  );
  return block(
    'statement',
    [[`actions   = ${list(Action)}`, `resources = ${list(Resource)}`].join('\n'), ...conditions].join('\n\n'),
  );
};

const block = (head: string, body: string): string => `${head} {\n${body.replaceAll(/^(?=.)/gm, '  ')}\n}`;

const list = (values: string | readonly string[]): string => {
  const texts = [values].flat().map(text);
  return texts.length === 1 ? `[${texts.join()}]` : `[\n${texts.map((one) => `  ${one},\n`).join('')}]`;
};

/** In a text of HCL `${` and `%{` begin a template. */
const text = (value: string): string => JSON.stringify(value).replaceAll(/([$%])\{/g, '$1$1{');
