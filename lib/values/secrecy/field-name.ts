const FIELD_NAME = /^[a-z][a-z_-]{0,31}\d{0,2}$/i;

/** Whether a key of some data looks like the name of a field: a JSON secret may also have its secrets, such as tokens, as keys. */
export const isFieldName = (key: string): boolean => FIELD_NAME.test(key);
