/**
 * Modules that most applications never need, in a file of their own. Node.js reads and compiles each file as a whole when it is
 * loaded, so this one is loaded when the first function of it is called.
 */
const MODULES = [
  /^local\/(?!on-demand)/,
  /^change\/(?!aws-events|on-demand|queue\/region-of-queue)/,
  /^engine\/pending-/,
  /^sources\/guarded-source/,
  /^sources\/secrets-manager\/secret-versions-source/,
];

export const ON_DEMAND = 'shared/on-demand';

/** @param module a path in `lib` */
export const isOnDemand = (module) => MODULES.some((pattern) => pattern.test(module));

/** What is imported from the file is a member of a variable: it becomes the result of a function that loads the file once. */
export const loadOnDemand = {
  name: 'load-on-demand',
  renderChunk: (code, { fileName }) => {
    const statement = new RegExp(`^(?:const|var) (\\w+) = require\\('\\./on-demand\\.cjs'\\);$`, 'm');
    const variable = statement.exec(code)?.[1];
    if (variable === undefined || !fileName.startsWith('shared/')) return null;
    return code
      .replaceAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'), `(${variable}().$1)`)
      .replace(statement, `const ${variable} = () => require('./on-demand.cjs');`);
  },
};
