/** Relative imports as CommonJS projects write them. */
export const withoutExtension = (source) => source.replaceAll(/(from '\.{1,2}\/[^']+)\.js'/g, "$1'");

/** The compiler options of Nest 10 have no default imports of CommonJS. */
export const withoutDefaultImport = (source) =>
  source.replace('import request from', 'import * as request from');
