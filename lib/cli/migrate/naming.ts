import type typescript from 'typescript';
import { ts } from './compiler.js';
import type { Wanted } from './wanted.js';

/** A name that is not taken yet, which is taken then. */
export const freeName = ({ labels, type, kind }: Wanted, taken: Set<string>): string => {
  const [full = 'value'] = labels.toReversed();
  const suffix = { number: 'Number', boolean: 'Boolean', string: 'Text' }[type] ?? 'Value';
  const further = kind === 'secret' ? 'Secret' : 'Parameter';
  const candidates = [...labels, full + suffix, full + further, ...NUMBERS.map((number) => full + number)];
  const name = candidates.find((one) => !taken.has(one) && !RESERVED.test(one)) ?? full;
  taken.add(name);
  return name;
};

const NUMBERS = Array.from({ length: 50 }, (_, index) => index + 2);

const RESERVED =
  /^(?:constructor|class|const|default|delete|enum|export|function|if|import|in|new|null|public|private|return|static|super|switch|this|typeof|var|void|with|yield|await|let|package|protected|interface|true|false|try|for|while|do|else|case|catch|throw|finally|break|continue|debugger|extends|instanceof|implements)$/;

/** The names of a class's members. */
export const memberNames = (owner: typescript.ClassLikeDeclaration): Set<string> =>
  new Set(
    owner.members.flatMap((member) => [
      ...(member.name === undefined ? [] : [member.name.getText()]),
      ...(ts.isConstructorDeclaration(member) ? member.parameters.map(({ name }) => name.getText()) : []),
    ]),
  );

/** The names that a function declares, and all that it speaks of. */
export const namesWithin = (node: typescript.Node): Set<string> => {
  const names = new Set<string>();
  const visit = (inner: typescript.Node): void => {
    const isMember =
      ts.isIdentifier(inner) && ts.isPropertyAccessExpression(inner.parent) && inner.parent.name === inner;
    const isKey =
      ts.isIdentifier(inner) && ts.isPropertyAssignment(inner.parent) && inner.parent.name === inner;
    if (ts.isIdentifier(inner) && !isMember && !isKey) names.add(inner.text);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return names;
};
