/** A full name as a decorator is given it under a base path. */
export const relativeName = (
  name: string,
  basePath: string | undefined,
): { readonly name: string; readonly options: Readonly<Record<string, string>> } => {
  const base = basePath?.replace(/\/+$/, '');
  if (base === undefined || base === '' || name.startsWith('arn:')) return { name, options: {} };
  if (name.startsWith(`${base}/`)) return { name: name.slice(base.length), options: {} };
  return { name, options: { basePath: 'false' } };
};
