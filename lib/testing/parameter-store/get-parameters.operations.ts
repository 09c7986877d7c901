import type { GetParameterInput, GetParametersInput } from '../interfaces/parameter-store-io.interface.js';
import type { ParameterOutput } from '../interfaces/parameter-store.interface.js';
import { awsError, validationException } from '../shared/aws-errors.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { operation, type Operations } from '../shared/operation.js';
import { checkAccess } from './parameter-access.js';
import { parameterOutput } from './parameter-output.js';
import { checkReference, parseReference, type ParameterReference } from './parameter-reference.js';
import type { ParameterStoreContext } from './parameter-store.context.js';
import { selectVersion, versionNotFound } from './parameter-versions.js';
import { getParameterShape, getParametersShape } from './parameter.shapes.js';
import { isSecretReference } from './secret-reference.js';
import { checkDecryptionBy, findParameter } from './shared-parameter.js';

export function getParametersOperations(context: ParameterStoreContext): Operations {
  return {
    GetParameter: operation(
      getParameterShape,
      ({ Name, WithDecryption }: HandledRequest<GetParameterInput>) => {
        const reference = parseReference(Name, context.settings);
        check(context, 'GetParameter', [reference], WithDecryption);
        const parameter = read(context, 'GetParameter', reference, WithDecryption);
        if (parameter === undefined) throw whyMissing(context, reference);
        return { Parameter: parameter };
      },
    ),
    GetParameters: operation(
      getParametersShape,
      ({ Names, WithDecryption }: HandledRequest<GetParametersInput>) => {
        if (context.duplicateNames === 'refused') refuseDuplicates(Names);
        const all = unique(Names.map((name) => parseReference(name, context.settings)));
        check(context, 'GetParameters', all, WithDecryption);
        const found = all.map((reference) => ({
          reference,
          parameter: read(context, 'GetParameters', reference, WithDecryption),
        }));
        const parameters = found.flatMap(({ parameter }) => parameter ?? []);
        return {
          Parameters: context.settings.order(parameters, ({ Name, Selector }) => Name + (Selector ?? '')),
          InvalidParameters: found
            .filter(({ parameter }) => parameter === undefined)
            .map(({ reference }) => reference.requested),
        };
      },
    ),
  };
}

function check(
  { settings, secrets }: ParameterStoreContext,
  action: string,
  references: readonly ParameterReference[],
  withDecryption: boolean | undefined,
): void {
  checkAccess(settings, action, references);
  for (const reference of references) checkReference(reference);
  secrets.checkDecryptionAsked(references, withDecryption);
}

function read(
  context: ParameterStoreContext,
  operationName: string,
  reference: ParameterReference,
  withDecryption: boolean | undefined,
): ParameterOutput | undefined {
  if (isSecretReference(reference)) return context.secrets.read(reference);
  const found = findParameter(context, reference, operationName);
  const version = found && selectVersion(found.parameter, reference.selector);
  if (found === undefined || version === undefined) return undefined;
  const { parameter, owner } = found;
  if (withDecryption) checkDecryptionBy(context.settings, owner, version);
  const name = reference.byArn ? parameter.name : reference.name;
  return parameterOutput(name, parameter.arn, version, withDecryption, reference.selector);
}

function whyMissing(context: ParameterStoreContext, reference: ParameterReference): Error {
  if (isSecretReference(reference)) return context.secrets.notFound(reference);
  const { name, selector } = reference;
  const exists = findParameter(context, reference, 'GetParameter') !== undefined;
  if (!exists || selector === undefined || selector.includes(':')) return awsError('ParameterNotFound');
  return versionNotFound(name, selector);
}

/** The first of each name and selector; `foo` and `/foo` are one name. */
function unique(references: readonly ParameterReference[]): ParameterReference[] {
  const seen = new Map<string, ParameterReference>();
  for (const reference of references) {
    const identity = `${reference.key}:${reference.selector ?? ''}`;
    if (!seen.has(identity)) seen.set(identity, reference);
  }
  return [...seen.values()];
}

function refuseDuplicates(names: readonly string[]): void {
  if (new Set(names).size === names.length) return;
  throw validationException(
    `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have unique items`,
  );
}
