import type { EntryView } from '../engine/entry-view.js';
import type { PathOptions } from '../options/path-options.interface.js';
import type { SecretOptions } from '../options/value-options.interface.js';
import { jointReference } from '../sources/joint-reference.js';
import { JointDecoder, type PlacedSecret } from '../values/decoders/joint-decoder.js';
import { SharedDecoder } from '../values/decoders/shared-decoder.js';
import { declarationOf } from './declaration.js';
import { fallbackOf, type ViewFactory } from './view-factory.js';

/** A path and secrets that are read as one value. */
export interface JointDeclaration {
  readonly path: string | undefined;
  readonly options: PathOptions;
  readonly secrets: readonly JointSecret[];
}

export interface JointSecret {
  readonly id: string;
  /** The keys that lead to its value. */
  readonly place: readonly string[];
  readonly options: SecretOptions;
}

/** The whole, and the views that have to be held with it. */
export interface JointViews<T = unknown> {
  readonly whole: EntryView<T>;
  readonly tree: EntryView<unknown> | undefined;
  /** In the order of the declaration. */
  readonly secrets: readonly EntryView<unknown>[];
}

/** @param views those of a group, so that all of it is of one moment, and is replaced as a whole or stays */
export const jointViews = ({ path, options, secrets }: JointDeclaration, views: ViewFactory): JointViews => {
  const { schema, ...listing } = options;
  const tree = path === undefined ? undefined : views.declared(declarationOf('path', path, listing));
  const members = secrets.map((secret) => secretView(secret, views));
  const placed = members.map((member) => member.placed);
  const parts = [
    ...(tree === undefined ? [] : [{ reference: tree.reference, isOptional: false }]),
    ...members.map(({ view, placed: { fallback } }) => ({
      reference: view.reference,
      isOptional: fallback !== undefined,
    })),
  ];
  const whole = views.view({
    reference: jointReference(parts),
    decoding: [placed, schema],
    makeDecoder: () => new JointDecoder(placed, schema),
    isMember: true,
  });
  return { whole, tree, secrets: members.map(({ view }) => view) };
};

const secretView = (
  { id, place, options }: JointSecret,
  views: ViewFactory,
): { readonly view: EntryView<unknown>; readonly placed: PlacedSecret } => {
  const { reference, makeDecoder } = views.secretReading(declarationOf('secret', id, options));
  const decoder = new SharedDecoder(makeDecoder());
  const fallback = fallbackOf(options);
  return {
    view: views.view({ reference, decoding: [decoder], makeDecoder: () => decoder, fallback }),
    placed: { name: reference.fullName, place, decoder, fallback },
  };
};
