import { InvalidDeclarationError } from '../errors/index.js';
import { notAListenerMessage, notATargetMessage } from '../errors/errors.messages.js';
import { checkedOptions } from '../options/option-checks.js';
import type { OnSsmChangeOptions, SsmChangeTarget } from '../options/ssm-change-options.interface.js';
import { addListener, declarationLabel } from './class-metadata.accessor.js';
import { checkIsLegacyDecorator } from './decorated-place.js';

/** Records that a method is to be called when something has changed. */
export const declareOnSsmChange = (
  prototype: object,
  propertyKey: string | symbol,
  descriptor: PropertyDescriptor | undefined,
  target: SsmChangeTarget,
  given: OnSsmChangeOptions,
): void => {
  checkIsLegacyDecorator('@OnSsmChange', propertyKey);
  const label = declarationLabel(prototype, propertyKey);
  if (typeof prototype === 'function' || typeof descriptor?.value !== 'function') {
    throw new InvalidDeclarationError(notAListenerMessage(label), { names: [label] });
  }
  if (!isTarget(target)) throw new InvalidDeclarationError(notATargetMessage(label), { names: [label] });
  const { initial = false } = checkedOptions(given, 'listener', `@OnSsmChange on ${label}`);
  addListener(prototype.constructor, { label, method: propertyKey, target, isInitial: initial });
};

const isTarget = (target: unknown): boolean => {
  if (typeof target === 'string') return target !== '';
  if (typeof target !== 'object' || target === null) return false;
  const named = Object.entries(target).filter(([kind]) => ['parameter', 'secret', 'group'].includes(kind));
  const [[kind, name] = []] = named;
  const isName =
    (typeof name === 'string' && name !== '') || (kind !== 'group' && typeof name === 'function');
  return named.length === 1 && isName;
};
