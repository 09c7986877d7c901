/** What AWS says of a denial, as far as it has the form that AWS gives it. None of it is free text. */
export interface AccessDenial {
  /** An ARN, or `anonymous`. */
  readonly principal?: string;
  /** Such as `ssm:GetParameters`. */
  readonly action?: string;
  /** An ARN. */
  readonly resource?: string;
  /** What decides, such as `no identity-based policy allows`. */
  readonly policy?: string;
  /** What is wrong with the key, such as `the KMS key is disabled`. */
  readonly key?: string;
  /** Whether a policy forbids it, so that a further permission does not help. */
  readonly isExplicit: boolean;
}

const ARN = String.raw`arn:aws[a-z-]{0,12}:[a-z0-9-]{1,32}:[a-z0-9-]{0,32}:\d{0,12}:[\w+=,.@:/*!-]{1,1024}`;
const PRINCIPAL = new RegExp(`User: (${ARN}|anonymous) is not authorized`);
const ACTION = /not authorized to perform: ([a-z0-9-]{2,40}:[A-Za-z]{2,60})\b/;
const RESOURCE = new RegExp(`on resource: (${ARN})`);
const POLICY =
  '(identity-based policy|resource-based policy|session policy|permissions boundary|service control policy|resource control policy|VPC endpoint policy)';
const NOT_ALLOWED = new RegExp(`because no ${POLICY} allows`);
const FORBIDDEN = new RegExp(`with an explicit deny in an? ${POLICY}(?:: (${ARN}))?`);

/** Each text of KMS that is known, and what it comes to. */
const KMS: readonly (readonly [RegExp, string])[] = [
  [/is pending deletion/, 'the KMS key is pending deletion'],
  [/is pending import/, 'the KMS key is pending import'],
  [/is disabled/, 'the KMS key is disabled'],
  [
    /ciphertext refers to a customer master key that does not exist/,
    'the KMS key does not exist in this region, or the role may not use it',
  ],
  [/Access to KMS is not allowed/, 'access to KMS is not allowed'],
];
/** An ARN ends with no punctuation of the sentence around it. */
const trimmed = (arn: string | undefined): string | undefined => arn?.replace(/[.,:]+$/, '');

export const accessDenial = (text: string): AccessDenial => {
  const [, principal] = PRINCIPAL.exec(text) ?? [];
  const [, action] = ACTION.exec(text) ?? [];
  const resource = trimmed(RESOURCE.exec(text)?.[1]);
  const policy = policyIn(text);
  const key = KMS.find(([pattern]) => pattern.test(text))?.[1];
  return {
    ...(principal !== undefined && { principal }),
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
    ...(policy !== undefined && { policy }),
    ...(key !== undefined && { key }),
    isExplicit: FORBIDDEN.test(text),
  };
};

const policyIn = (text: string): string | undefined => {
  const [, missing] = NOT_ALLOWED.exec(text) ?? [];
  if (missing !== undefined) return `no ${missing} allows`;
  const [, forbidding, arn] = FORBIDDEN.exec(text) ?? [];
  if (forbidding === undefined) return undefined;
  const article = forbidding.startsWith('identity') ? 'an' : 'a';
  const which = arn === undefined ? '' : ` (${trimmed(arn)})`;
  return `an explicit deny in ${article} ${forbidding}${which} forbids`;
};
