import type {
  DescribeParametersInput,
  GetParameterHistoryInput,
  GetParametersByPathInput,
} from '../interfaces/parameter-store-io.interface.js';
import type { ParameterFilterInput } from '../interfaces/parameter-store.interface.js';
import { awsError, validationException } from '../shared/aws-errors.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { operation, type Operations } from '../shared/operation.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import { checkAccess, checkDecryption } from './parameter-access.js';
import { DESCRIBE_FILTERS, isUnder, parameterFilter, PATH_FILTERS } from './parameter-filters.js';
import { asPath, checkPath } from './parameter-name.js';
import { historyOutput, metadataOutput, parameterOutput } from './parameter-output.js';
import { checkReference, isOwn, parseReference } from './parameter-reference.js';
import type { ParameterStoreContext } from './parameter-store.context.js';
import {
  describeParametersShape,
  getParameterHistoryShape,
  getParametersByPathShape,
} from './parameter.shapes.js';
import type { StoredParameter, StoredVersion } from './stored-parameter.js';

const invalidToken = (): Error => awsError('InvalidNextToken', 'The specified token is not valid.');

export function listParametersOperations(context: ParameterStoreContext): Operations {
  const { settings, table } = context;
  const user = `arn:${settings.partition}:iam::${settings.accountId}:user/test-user`;
  return {
    GetParametersByPath: operation(
      getParametersByPathShape,
      (input: HandledRequest<GetParametersByPathInput>) => {
        checkPathAccess(settings, input.Path.trim());
        const path = checkPath(input.Path);
        const matches = parameterFilter(input.ParameterFilters, PATH_FILTERS, false);
        const items = table
          .allSeen()
          .filter(({ key }) => isOwn(key) || path.startsWith('/aws'))
          .filter(
            (parameter) =>
              isUnder(asPath(parameter.key), path, input.Recursive === true) && matches(parameter),
          );
        const { items: page, ...token } = settings.pager.page({
          items,
          keyOf: ({ key }) => asPath(key),
          size: input.MaxResults ?? 10,
          token: input.NextToken,
          scope: `path ${path} ${input.Recursive === true}`,
          invalidToken,
        });
        const label = input.ParameterFilters?.find(({ Key }) => Key === 'Label')?.Values;
        const chosen = page.map((parameter) => [parameter, labelled(parameter, label)] as const);
        if (input.WithDecryption) for (const [, version] of chosen) checkDecryption(settings, version);
        return {
          Parameters: chosen.map(([{ name, arn }, version]) =>
            parameterOutput(name, arn, version, input.WithDecryption),
          ),
          ...token,
        };
      },
    ),

    GetParameterHistory: operation(
      getParameterHistoryShape,
      (input: HandledRequest<GetParameterHistoryInput>) => {
        const reference = parseReference(input.Name, settings);
        checkAccess(settings, 'GetParameterHistory', [reference]);
        checkReference(reference);
        const { key, name, versions } = table.get(reference);
        if (input.WithDecryption) for (const version of versions.values()) checkDecryption(settings, version);
        const { items, ...token } = settings.history.page({
          items: [...versions.values()],
          keyOf: ({ version }) => String(version).padStart(12, '0'),
          size: input.MaxResults ?? 50,
          token: input.NextToken,
          scope: `history ${key}`,
          invalidToken,
        });
        return {
          Parameters: items.map((version) => historyOutput(name, version, user, input.WithDecryption)),
          ...token,
        };
      },
    ),

    DescribeParameters: operation(
      describeParametersShape,
      (input: HandledRequest<DescribeParametersInput>) => {
        settings.access.check('ssm:DescribeParameters', {
          names: [],
          shownAs: `arn:${settings.partition}:ssm:${settings.region}:${settings.accountId}:*`,
        });
        const matches = parameterFilter(describeFilters(input), DESCRIBE_FILTERS, true);
        const { items, ...token } = settings.pager.page({
          items: table.all().filter((parameter) => isOwn(parameter.key) && matches(parameter)),
          keyOf: ({ key }) => asPath(key),
          size: input.MaxResults ?? 50,
          token: input.NextToken,
          scope: 'describe',
          invalidToken,
        });
        return { Parameters: items.map((parameter) => metadataOutput(parameter, user)), ...token };
      },
    ),
  };
}

/** A listing is authorised on its path: that a child is denied does not hide it. */
function checkPathAccess({ access, partition, region, accountId }: ServiceSettings, path: string): void {
  const parent = path.replace(/\/$/, '');
  const arn = `arn:${partition}:ssm:${region}:${accountId}:parameter${asPath(parent)}`;
  access.check('ssm:GetParametersByPath', {
    names: [parent, `${parent}/`, arn, `${arn}/`],
    shownAs: `${arn}/`,
  });
}

function labelled(parameter: StoredParameter, labels: readonly string[] | undefined): StoredVersion {
  if (labels === undefined) return parameter.latest;
  const versions = [...parameter.versions.values()].toReversed();
  return versions.find((version) => labels.some((label) => version.labels.has(label))) ?? parameter.latest;
}

function describeFilters({
  Filters,
  ParameterFilters,
}: DescribeParametersInput): readonly ParameterFilterInput[] {
  if (Filters !== undefined && ParameterFilters !== undefined) {
    throw validationException('You can use either Filters or ParameterFilters in a single request.');
  }
  const legacy = Filters?.map(({ Key, Values }) => ({
    Key,
    Values,
    Option: Key === 'Name' ? 'BeginsWith' : 'Equals',
  }));
  return legacy ?? ParameterFilters ?? [];
}
