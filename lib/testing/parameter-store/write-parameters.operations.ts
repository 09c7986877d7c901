import type {
  DeleteParameterInput,
  LabelParameterVersionInput,
  PutParameterInput,
} from '../interfaces/parameter-store-io.interface.js';
import { awsError, validationException } from '../shared/aws-errors.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { operation, type Operations } from '../shared/operation.js';
import { checkAccess, checkEncryption } from './parameter-access.js';
import { checkNewName } from './parameter-name.js';
import { checkReference, parseReference, type ParameterReference } from './parameter-reference.js';
import type { ParameterStoreContext } from './parameter-store.context.js';
import { selectVersion, versionNotFound } from './parameter-versions.js';
import { deleteParameterShape, labelParameterVersionShape, putParameterShape } from './parameter.shapes.js';

export function writeParametersOperations(context: ParameterStoreContext): Operations {
  const { settings, table } = context;
  const allowed = (action: string, name: string): ParameterReference => {
    const reference = parseReference(name, settings);
    checkAccess(settings, action, [reference]);
    return reference;
  };
  return {
    PutParameter: operation(putParameterShape, (input: HandledRequest<PutParameterInput>) => {
      const reference = allowed('PutParameter', input.Name);
      checkNewName(reference.name, reference.arn);
      checkOverwrite(input, table.find(reference) !== undefined);
      const keyId = input.KeyId ?? table.find(reference)?.latest.keyId ?? 'alias/aws/ssm';
      checkEncryption(settings, input.Type === 'SecureString' ? keyId : undefined);
      const { version, tier } = table.put(reference, input);
      return { Version: version, Tier: tier };
    }),

    DeleteParameter: operation(deleteParameterShape, ({ Name }: HandledRequest<DeleteParameterInput>) => {
      const reference = allowed('DeleteParameter', Name);
      checkReference(reference);
      if (!table.delete(reference)) throw awsError('ParameterNotFound');
      return {};
    }),

    LabelParameterVersion: operation(
      labelParameterVersionShape,
      (input: HandledRequest<LabelParameterVersionInput>) => {
        const reference = allowed('LabelParameterVersion', input.Name);
        checkReference(reference);
        const parameter = table.get(reference);
        const { ParameterVersion: wanted } = input;
        const version = selectVersion(parameter, wanted === undefined ? undefined : String(wanted));
        if (version === undefined) throw versionNotFound(reference.name, wanted ?? 0);
        return {
          InvalidLabels: table.label(reference, input.Labels, version),
          ParameterVersion: version.version,
        };
      },
    ),
  };
}

function checkOverwrite({ Overwrite, Tags }: HandledRequest<PutParameterInput>, exists: boolean): void {
  if (Overwrite && Tags !== undefined) {
    throw validationException(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
  if (exists && !Overwrite) {
    throw awsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
}
