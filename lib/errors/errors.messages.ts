import { nearestName } from './nearest-name.js';
import type { PreloadFailure } from './preload.error.js';
import { message } from './printable.js';

const quoted = (names: readonly string[]): string => names.map((name) => message`"${name}"`).join(', ');

/** A longer list hides what is wrong. */
const MOST_LISTED = 20;

/** What there is, as a sentence; `none` where there is nothing. */
const listed = (none: string, some: string, names: readonly string[]): string => {
  if (names.length === 0) return `${none}.`;
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '';
  return `${some} ${quoted(names.slice(0, MOST_LISTED))}${more}.`;
};

/** The sentences that follow one about a name that there is not: the nearest name, and all there are. */
const suggestion = (name: string, none: string, some: string, known: readonly string[]): string => {
  const nearest = nearestName(name, known);
  const all = listed(none, some, known);
  return nearest === undefined ? all : message`Did you mean "${nearest}"? ${all}`;
};

export const preloadMessage = (failures: readonly PreloadFailure[]): string =>
  [
    message`${failures.length} declared value${failures.length === 1 ? '' : 's'} could not be loaded at start-up:`,
    ...failures.map(({ declaration, name, error }) => message`  ${declaration} → ${name}: ` + error.message),
  ].join('\n');

export const perhapsOfOtherServiceMessage = (
  reason: string,
  what: string,
  service: string,
  decorator: string,
): string => message`${reason} If it is ${what} of ${service}, declare it by ${decorator}().`;

export const otherServiceMessage = (where: string, what: string, decorator: string): string =>
  message`${where}: this is the ARN of ${what}. Declare it by ${decorator}().`;

export const missingMessage = (name: string): string =>
  message`"${name}" does not exist in this account and region, or not in this version. Check the name, the region and the selector.`;

export const unknownSourceMessage = (name: string, source: string, known: readonly string[]): string =>
  message`"${name}" cannot be read: there is no source "${source}". ${suggestion(source, 'There is none', 'The sources are', known)}`;

/** @param reason a message of ours */
export const ofClientMessage = (reason: string, client: string): string =>
  reason + message` Its client is "${client}".`;

export const reservedClientMessage = (where: string): string =>
  message`${where}: a further client needs a name that is not empty, and is not "default". The default client has the options "region", "ssm", "secretsManager", "ssmClient" and "secretsManagerClient" beside "clients".`;

export const clientItselfMessage = (where: string): string =>
  message`${where}: this is a client. Give it as { ssmClient } or { secretsManagerClient }.`;

export const noSuchClientMessage = (client: string, known: readonly string[]): string =>
  message`"clientNames" of SsmCacheModule has "${client}", which is not among "clients" of its options. ${suggestion(client, '"clients" is empty', 'The clients are', known)}`;

export const clientsNotListedMessage = (names: readonly string[]): string =>
  message`SsmCacheModule.forRootAsync() has to be told the names of the clients that its options have, so that tests can override each: add clientNames: [${quoted(names)}].`;

export const unknownClientMessage = (where: string, client: string, known: readonly string[]): string => {
  const help = suggestion(client, 'There is none', 'The clients are', known);
  const advice =
    nearestName(client, known) === undefined
      ? ' Add it to "clients" of the module, of the cache or of ssmCacheConfig().'
      : '';
  return message`${where}: there is no client "${client}". ${help}${advice}`;
};

export const missingInSourceMessage = (name: string, source: string): string =>
  message`The source "${source}" has no "${name}". Check the name.`;

export const deniedBySourceMessage = (name: string, source: string): string =>
  message`The source "${source}" denies access to "${name}". Grant what the source needs to read it.`;

/** @param reason the name of an error, never its text */
export const sourceFailedMessage = (name: string, source: string, reason: string): string =>
  message`"${name}" could not be read from the source "${source}" (${reason}). If it lasts, check the source.`;

export const notAReferenceMessage = (known: readonly string[]): string =>
  message`handle() needs a reference: an object whose "source", "client", "key", "name" and "fullName" are texts. Its source is one of ${quoted(known)}.`;

export const extensionsNotAListMessage = (where: string): string =>
  message`${where}: "extensions" has to be a list of extensions.`;

export const invalidExtensionMessage = (where: string, name: string, reason: string): string =>
  message`${where}: the extension "${name}" cannot work: ${reason}.`;

export const fleetClientMessage = (where: string, option: string): string =>
  message`${where}: "${option}" must be a client of ioredis, iovalkey, node-redis or valkey-glide${option === 'client' ? ', or a FleetStore' : ', of the same kind as "client"'}.`;

export const fleetSubscriberMessage = (where: string): string =>
  message`${where}: valkey-glide needs a "subscriber": a second client, without a callback for messages.`;

export const fleetKeysMessage = (where: string): string =>
  message`${where}: "keys" must be a list of keys of 32 bytes (bytes, base64 text, or a handle that gives one) for share: 'values', and is for nothing else. Make a key by "openssl rand -base64 32".`;

export const fleetCipherMessage = (where: string): string =>
  message`${where}: "cipher" must have the functions "encrypt" and "decrypt", and takes the place of "keys" for share: 'values'.`;

export const fleetKeyMissingMessage = (namespace: string): string =>
  message`The fleet "${namespace}" shares no values: "keys" has given no key of 32 bytes. Values are read from AWS until it does.`;

export const fleetUnreadableMessage = (namespace: string): string =>
  message`A shared value of the fleet "${namespace}" cannot be decrypted: another key, another version of the package, or somebody has changed it. It is read from AWS. This is logged once.`;

export const fleetCipherLostMessage = (namespace: string, reason: string, seconds: number): string =>
  message`The "cipher" of the fleet "${namespace}" failed (${reason}). Values are read from AWS. It is tried again in ${seconds} seconds.`;

export const fleetCipherFoundMessage = (namespace: string): string =>
  message`The "cipher" of the fleet "${namespace}" works again.`;

export const fleetLostMessage = (namespace: string, reason: string, seconds: number): string =>
  message`The fleet "${namespace}" does not answer (${reason}). Values are read without it. It is tried again in ${seconds} seconds.`;

export const fleetFoundMessage = (namespace: string): string =>
  message`The fleet "${namespace}" answers again.`;

export const fleetNotHeardMessage = (namespace: string, reason: string): string =>
  message`The messages of the fleet "${namespace}" cannot be subscribed to (${reason}). Changes are seen by max age until then. It is tried again.`;

export const beforeCallThrewMessage = (extension: string): string =>
  message`"beforeCall" of the extension "${extension}" failed, and the call was made. This is logged once.`;

export const notAChangeMessage =
  'changed() needs an object whose "source" and "name" are texts that are not empty, and whose "client" is one too, if there is any.';

/** The text of the error is left out, since it can quote a value. */
export const watcherFailedMessage = (extension: string, error: unknown): string =>
  message`The watcher of the extension "${extension}" ended with an error (${errorKind(error)}). Values are still refreshed by their max age. Catch errors in watch(), and watch again there.`;

/** @param extension `undefined` for a listener of the cache itself */
export const eventListenerThrewMessage = (extension: string | undefined, event: string): string =>
  message`The listener "${event}" of ${extension === undefined ? 'the cache' : message`the extension "${extension}"`} threw an error. Catch errors in the listener. This is logged once.`;

export const extensionCloseMessage = (extension: string, source: string): string =>
  message`The extension "${extension}" could not close its source "${source}". Catch errors in its close().`;

export const markedForDeletionMessage = (name: string): string =>
  message`"${name}" is marked for deletion in Secrets Manager, which gives no value of it. Restore the secret, or declare it with "default" or "optional".`;

export const refusedNameMessage = (name: string, errorName: string): string =>
  message`AWS refuses the request for "${name}" (${errorName}). Check the name, the selector or stage, and that it is not marked for deletion.`;

/** What AWS says of a denial: who may not do what, on what, and why. */
export interface DenialFacts {
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  /** Such as `no identity-based policy allows`. */
  readonly policy?: string;
  /** What is wrong with the key. */
  readonly key?: string;
  /** Whether a policy forbids it. */
  readonly isExplicit: boolean;
}

/** @param permission what the call needs, if AWS does not say it */
export const deniedMessage = (
  name: string,
  errorName: string,
  permission: string,
  denial: DenialFacts = { isExplicit: false },
): string =>
  message`AWS denies access to "${name}" (${errorName})${denialReason(denial)}. ${denialAdvice(permission, denial)}`;

const denialReason = ({ principal, action, resource, policy, key }: DenialFacts): string => {
  if (key !== undefined) return `: ${key}`;
  if (action === undefined) return '';
  const what = resource === undefined ? action : `${action} on ${resource}`;
  const whose = principal === undefined ? '' : ` to ${principal}`;
  return policy === undefined ? `: ${what} is not allowed${whose}` : `: ${policy} ${what}${whose}`;
};

const denialAdvice = (permission: string, { action, key, isExplicit }: DenialFacts): string => {
  if (isExplicit) return 'Change that policy: a further permission does not help.';
  if (key !== undefined) return 'Grant kms:Decrypt on the key, and check that it is enabled.';
  if (action === 'sts:AssumeRole') return `Grant ${action}, and let the trust policy of the role allow it.`;
  if (action !== undefined) return `Grant ${action}.`;
  return `Grant ${permission}, and kms:Decrypt on its key, and check that the key is enabled.`;
};

export const notAskedMessage = (name: string, denied: number, errorName: string): string =>
  message`"${name}" was not asked for, since AWS denied all ${denied} names before it (${errorName}). It counts as denied too.`;

/** @param facts the HTTP status and the id of the request, as far as they are known */
export const transientMessage = (name: string, reason: string, facts: readonly string[]): string =>
  message`"${name}" could not be read from AWS (${reason})${facts.length === 0 ? '' : message`: ${facts.join(', ')}`}. ${transientAdvice(reason)}`;

/** What to do about a failure that may pass, by what it says of itself. */
const transientAdvice = (reason: string): string =>
  ADVICE.find(([pattern]) => pattern.test(reason))?.[1] ??
  'If it lasts, check the network and the state of AWS.';

const ADVICE: readonly (readonly [reason: RegExp, advice: string])[] = [
  [/ENOTFOUND|EAI_AGAIN/, 'Check the region, the endpoint and DNS.'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'Check the endpoint and the network.'],
  [/ of a proxy or another service/, 'Check the endpoint and the proxy.'],
  [/Throttl|TooManyRequests|RequestLimit/, 'If it lasts, read less often, or ask AWS for a higher limit.'],
  [/Expired/, 'Renew the credentials, and check the clock of this machine.'],
];

export const noCredentialsMessage = (name: string, reason: string, profile: string | undefined): string =>
  message`"${name}" cannot be read without credentials (${reason}).${profile === undefined ? ' Give the process a role, AWS_PROFILE or access keys.' : message` Check the profile "${profile}" of AWS_PROFILE.`}`;

export const lateCredentialsMessage = (name: string, reason: string, variable: string): string =>
  message`"${name}" cannot be read without credentials (${reason}). Check that the provider named by ${variable} runs: it may start later than the application.`;

export const refusedRoleMessage = (name: string, errorName: string): string =>
  message`"${name}" cannot be read: AWS refuses the request for the role of its client (${errorName}). Check the ARN of the role, the name of the session and its duration.`;

export const invalidEndpointMessage = (name: string): string =>
  message`"${name}" cannot be read, since the endpoint of the client is no URL. It must begin with "https://" or "http://": check "endpoint" of the client and the AWS_ENDPOINT_URL variables.`;

export const certificateMessage = (name: string, code: string): string =>
  message`"${name}" cannot be read, since the certificate of the endpoint is not trusted (${code}). Check the endpoint, or give Node.js its certificate authority by NODE_EXTRA_CA_CERTS.`;

export const clientThrewMessage = (token: string, call: string, errorName: string, place: string): string =>
  message`The client behind "${token}" threw an error (${errorName}) when ${call} was called${place}. Correct the client: it has to return a promise.`;

export const clientReturnedNothingMessage = (token: string, call: string, what: string): string =>
  message`The client behind "${token}" returned ${what} when ${call} was called. Correct the client: it has to return a promise of what AWS answers.`;

export const unknownOperationMessage = (name: string, operation: string, reason: string): string =>
  message`"${name}" cannot be read: the endpoint does not have the operation ${operation} (${reason}). Check the address of the endpoint, or use an endpoint that has this operation.`;

export const nonsenseMessage = (name: string, reason: string): string =>
  message`AWS gave an answer that cannot be used for "${name}": ${reason}. If it lasts, check the endpoint and the proxy.`;

export const notLoadedMessage = (name: string): string =>
  message`"${name}" has not been loaded yet. Await get() or SsmCache.ready() before the first synchronous read, or declare the property as a Promise.`;

export const staleMessage = (name: string, ageSeconds: number): string =>
  message`"${name}" is ${Math.round(ageSeconds)} s old, which is more than its maxAge and maxStale allow, and has not been refreshed. If there is a "cause", fix it. To serve old values for longer, raise maxStale.`;

export const closedMessage = (name: string): string =>
  message`"${name}" cannot be read: its cache has been closed with the application. Read no values after app.close().`;

export const timeoutMessage = (name: string, seconds: number): string =>
  message`"${name}" was not answered within refreshTimeout (${seconds} s). Check the network between this process and AWS, or raise refreshTimeout.`;

export const changedMeanwhileMessage = (name: string): string =>
  message`"${name}" changed each time while it was read together with what belongs to it. It will be tried again.`;

/** @param trouble what other calls of the start failed with, if anything */
export const unansweredStartMessage = (name: string, seconds: number, trouble?: string): string =>
  message`"${name}" was not answered within preloadTimeout (${seconds} s). ${trouble === undefined ? 'Check the network between this process and AWS, or raise preloadTimeout.' : `The last call before it failed: ${trouble}`}`;

/** @param secondsLeft `undefined` if the start waits for its only try */
export const startWaitsMessage = (
  waiting: number,
  declared: number,
  secondsLeft: number | undefined,
  reasons: readonly string[],
): string =>
  [
    message`The start waits for ${waiting} of ${declared} declared values${secondsLeft === undefined ? '' : message`, for up to ${Math.round(secondsLeft)} s more`}.`,
    ...(reasons.length === 0 ? ['AWS has not answered yet.'] : reasons),
  ].join(' ');

export const unknownGroupMessage = (name: string, known: readonly string[]): string =>
  message`There is no group "${name}". ${suggestion(name, 'No group is registered: name it in forRoot({ groups })', 'The registered groups are', known)}`;

export const missingSdkMessage = (packageName: string): string =>
  message`The package "${packageName}" is not installed. Run "npm install ${packageName}", or give new SsmCache() or a test a client of your own.`;

export const nothingToLoadMessage = (where: string): string =>
  message`${where} has neither "path" nor "secrets", so that it has nothing to load. Give it one of them, or both.`;

export const notASecretMessage = (where: string): string =>
  message`${where} must be a secret, as { id: 'prod/db', key: 'password' }, or an object of secrets.`;

export const missingConfigMessage =
  'asProvider() needs the package "@nestjs/config", which cannot be loaded. Run "npm install @nestjs/config".';

export const missingRegionMessage = `The AWS region is not known. Set AWS_REGION, or pass forRoot({ region: 'eu-west-1' }). A client among "clients" has a "region" of its own.`;

export const invalidClientMessage = (token: string, missing: readonly string[]): string =>
  message`The client behind "${token}" has neither send(command) nor ${missing.map((name) => message`${name}()`).join(' and ')}. Give it an SDK client, or an object that has one or the other.`;

export const otherServiceClientMessage = (token: string, service: string, other: string): string =>
  message`The client behind "${token}" is a client of the service "${other}". Give it a client of "${service}".`;

export const foreignClientMessage = (token: string, packageName: string, methodsClient: string): string =>
  `The client behind "${token}" is of another version of "${packageName}" than nestjs-ssm-cache finds, and cannot send its commands. Install one version ("npm ls ${packageName}" lists them), or give it the client that has methods, ${methodsClient}.`;

export const notAsyncMessage = (callName: string): string =>
  message`${callName} returned neither a promise nor an Observable, so it cannot be repeated after a refresh. Make it async.`;

export const emptyNameMessage = 'The name is empty. Give the name of a parameter or of a secret.';

export const noNameMessage = (where: string): string =>
  message`${where}: the name is empty. Give the name of a parameter or of a secret.`;

const reasonIn = (error: unknown): string => (error instanceof Error ? message`: ${error.message}` : '');

export const nameFunctionThrewMessage = (where: string, error: unknown): string =>
  message`${where}: the function that returns the name threw an error${reasonIn(error)}. It has to return the name as a text.`;

export const nameFunctionReturnedMessage = (where: string, returned: unknown): string =>
  message`${where}: the function that returns the name returned ${returned === undefined || returned === null ? returned : `a value of type ${typeof returned}`}, not a text. Set what it reads, such as an environment variable, before the application starts.`;

export const longNameMessage = (where: string, longest: number): string =>
  message`${where}: the name is longer than ${longest} characters. Check how it is put together.`;

export const unreadableOptionsMessage = (where: string): string =>
  message`${where}: the options threw an error when they were read. Give a plain object.`;

export const invalidSelectorMessage = (fullName: string): string =>
  message`"${fullName}" ends in neither a version, such as ":3", nor a label, such as ":live". Correct the part after the colon, or leave it out.`;

export const noLeadingSlashMessage = (name: string, basePath: string): string =>
  message`"${name}" must begin with "/", because it follows the base path "${basePath}". Write "/${name}", or opt out with basePath: false.`;

export const malformedSecretArnMessage = (arn: string): string =>
  message`"${arn}" has too many parts. After the name of the secret, an ARN has at most ":key:stage:versionId", as in an ECS task definition.`;

export const conflictingArnMessage = (arn: string, option: string, inArn: string, given: string): string =>
  message`"${arn}" says "${option}" is "${inArn}", and the option "${option}" is "${given}". Give one of the two.`;

export const noCurrentVersionMessage =
  'SecretVersions need a version with the stage "AWSCURRENT". Secrets Manager has one of each secret that has a value.';

export const versionsAndVersionMessage = (where: string, other: string): string =>
  message`${where}: "versions" reads several versions, and "${other}" one. Leave one of the two options out.`;

export const versionsAndArnMessage = (arn: string): string =>
  message`"${arn}" names one version, and the option "versions" several. Leave the stage and the version out of the ARN.`;

export const unfitVersionsMessage = (where: string, type: string): string =>
  message`${where}: with the option "versions" a property of the type ${type} cannot hold it. Declare SecretVersions<T>, a Promise of it or SecretsManagerParameter<SecretVersions<T>>, and give a transform or a schema where T is no text.`;

export const versionsWantedMessage = (where: string): string =>
  message`${where}: the type SecretVersions holds several versions of a secret. Give the option "versions", as in { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }.`;

export const emptyPathMessage = (path: string): string =>
  message`There is no parameter under "${path}" in this account and region, or none that the filters let through. Check the path with its base path, and the region. If the path may be empty, declare it with "optional: true".`;

export const invalidBasePathMessage = (where: string, basePath: string): string =>
  message`${where}: the base path must begin with "/", and is "${basePath}".`;

const FIT = 'Store a value that fits, or change the declaration.';

export const unusableMessage = (name: string, version: number | string | undefined, reason: string): string =>
  message`"${name}"${version === undefined ? '' : message` in version ${version}`} cannot be used: ${reason}. ${FIT}`;

/** @param leaves the parameters under the path that are to blame, as far as they are known */
export const unusableTreeMessage = (
  path: string,
  leaves: readonly { readonly name: string; readonly version: number | string | undefined }[],
  reason: string,
): string => {
  const versions = leaves.map(({ name, version }) => message`"${name}" in version ${version ?? 'unknown'}`);
  return message`"${path}"${versions.length === 0 ? '' : message` with ${versions.join(', ')}`} cannot be used: ${reason}. ${FIT}`;
};

export const optionRangeMessage = (where: string, option: string, range: string, value: unknown): string =>
  message`${where}: "${option}" must be ${range}, not ${typeof value === 'number' ? value : message`a value of type ${typeof value}`}.`;

export const notCallableMessage = (where: string): string =>
  message`${where}: "onRefresh" must be a function, or on a decorator the name of a method.`;

export const listenerThrewMessage = (names: string): string =>
  message`A listener to changes of "${names}" threw an error. The value is refreshed all the same. Catch errors in the listener.`;

/** @param name what the last change was of, if there was one */
export const subscriberThrewMessage = (name: string | undefined): string =>
  message`A subscriber of changes$ threw an error${name === undefined ? '' : message` after a change of "${name}"`}. The other subscribers still get each change. Catch errors in the subscriber.`;

export const noSuchMethodMessage = (label: string, method: string, known: readonly string[]): string =>
  message`@RefreshOnError on ${label}: onRefresh names "${method}", which is not a method of the class. ${suggestion(method, 'The class has no further method', 'Its methods are', known)}`;

export const noSuchPropertyMessage = (where: string, property: string, known: readonly string[]): string =>
  message`${where} names "${property}", which is not a decorated property of the class. ${suggestion(property, 'The class has no decorated property', 'The decorated properties are', known)}`;

export const nothingToRefreshMessage = (
  label: string,
  className: string,
  injected: readonly string[],
  classes: readonly string[],
): string => {
  const problem = message`@RefreshOnError on ${label} has nothing to refresh: "${className}" declares no value.`;
  const others = classes.filter((name) => name !== className);
  if (injected.length > 0) {
    return message`${problem} It injects ${quoted(injected)}: write @RefreshOnError({ refresh: ${injected.length === 1 ? injected[0] : `[${injected.join(', ')}]`} }).`;
  }
  return message`${problem} Give "refresh" a class that declares values, { secret }, { parameter } or { group }. ${listed('No class of the application declares a value', 'The classes that declare values are', others)}`;
};

export const missingClassMessage = (label: string, className: string, classes: readonly string[]): string =>
  message`@RefreshOnError on ${label}: refresh names the class "${className}", which is not a class of the application that declares values. ${suggestion(className, 'No class of the application declares a value', 'The classes that declare values are', classes)}`;

export const missingTargetMessage = (
  where: string,
  kind: 'secret' | 'parameter',
  name: string,
  known: readonly string[],
): string =>
  message`${where} names the ${kind} "${name}", which no class of the application declares. ${suggestion(name, `No class declares a ${kind}`, `The declared ${kind}s are`, known)}`;

export const refreshedGroupMessage = (where: string, reason: string): string =>
  message`${where} names a group. ` + reason;

export const nothingToListenToMessage = (
  where: string,
  target: string,
  properties: readonly string[],
  names: readonly string[],
): string =>
  message`${where} names "${target}", which is no decorated property of the class, and no parameter or path that a class of the application declares. ${suggestion(target, 'Declare it with @SsmParam or @SsmParams', 'There are', [...properties, ...names])}`;

export const notAListenerMessage = (label: string): string =>
  message`@OnSsmChange on ${label}: this is not a method. Decorate a method of the class.`;

export const notATargetMessage = (label: string): string =>
  message`@OnSsmChange on ${label} has nothing to listen to. Name a decorated property of the class, a parameter, a path, { secret }, { parameter } or { group }.`;

export const notStaticMessage = (label: string, className: string): string =>
  message`@OnSsmChange on ${label} is never called: "${className}" is made for each request, and there is no request when a value changes. Move the method to a provider of the default scope.`;

export const methodListenerThrewMessage = (label: string, name: string): string =>
  message`${label}, which listens to "${name}", threw an error. The value is refreshed all the same. Catch errors in the method.`;

export const noDecoratedPropertyMessage = (
  className: string,
  property: string,
  known: readonly string[],
): string =>
  message`setValues(): ${className} has no decorated property "${property}". ${suggestion(property, 'It has none', 'Its decorated properties are', known)}`;

export const notInjectableMessage = (where: string): string =>
  message`${where}: Nest injects nothing into a parameter of a method. Decorate a parameter of the constructor, or a property.`;

export const notAMethodMessage = (label: string): string =>
  message`@RefreshOnError on ${label}: this is not a method. Decorate an async method of the class.`;

export const returnsNoPromiseMessage = (label: string, type: string): string =>
  message`@RefreshOnError on ${label}: the method returns ${type}, so it cannot be repeated after a refresh. Make it async.`;

export const staticPropertyMessage = (decorator: string, label: string): string =>
  message`${decorator} on ${label}: static properties cannot be bound, because Nest makes no instance of them. Remove "static".`;

export const notAPropertyMessage = (decorator: string, place: string, beside?: string): string =>
  message`${decorator} on ${place}: it decorates properties. Declare a property of the class${beside === undefined ? '' : message`, or inject the value's handle by ${beside}()`}.`;

export const esDecoratorMessage = (decorator: string, name: string): string =>
  message`${decorator} on "${name}": the compiler applies ECMAScript decorators, which Nest cannot use. Set "experimentalDecorators" and "emitDecoratorMetadata" to true in tsconfig.json.`;

export const bareDecoratorMessage = (decorator: string, label: string): string =>
  message`${decorator} on ${label}: the decorator has to be called. Write ${decorator}(…) with parentheses.`;

export const unknownTypeMessage = (where: string): string =>
  message`${where}: the declared type is unknown, because the compiler emitted no metadata for it. Set "emitDecoratorMetadata" to true in tsconfig.json, or give the option "type", as in { type: Number }. A compiler without that setting, such as esbuild or tsx, needs "type", "transform" or "schema".`;

export const otherTypeMessage = (where: string, type: string, declared: string): string =>
  message`${where}: the option "type" is ${type}, but the property is declared as ${declared}. Leave "type" out, or declare the property as ${type}.`;

export const erasedTypeMessage = (where: string): string =>
  message`${where}: nothing is left of the declared type at run time, so the property holds the stored text. Give the option "type", as in { type: Number }, a transform or a schema; { type: String } says that it is text.`;

export const notAMethodParameterMessage = (label: string): string =>
  message`@IsRetry on ${label}: this is not a parameter of a method with @RefreshOnError. Decorate that method, or leave @IsRetry() out.`;

export const cyclicOptionsMessage = (path: readonly string[]): string =>
  message`SsmCacheModule.forRootAsync() cannot inject "${path.join('" → "')}": its decorated properties need the cache, which waits for these options. Read what the options need from somewhere else, such as ConfigService.`;

export const severalGlobalModulesMessage = (count: number): string =>
  message`SsmCacheModule is registered as a global module ${count} times. Import forRoot() or forRootAsync() once, in the root module: every module has its cache. Give a further one isGlobal: false, and import it where it is used.`;

export const bareModuleMessage =
  'SsmCacheModule was imported without forRoot(). Import SsmCacheModule.forRoot() or forRootAsync() once, in the root module; other modules do not import it.';

/** @param failure what the refresh failed with, in its own words */
export const triedAgainMessage = (failure: string): string => `${failure} It will be tried again.`;

export const refreshedAgainMessage = (names: string): string => message`"${names}" can be refreshed again.`;

interface Change {
  readonly name: string;
  readonly previousVersion: number | string | undefined;
  readonly version: number | string | undefined;
  readonly parameters?: readonly Change[];
}

/** So many parameters under a path are told by name. */
const MOST_CHANGES = 10;

export const changedMessage = ({ name, previousVersion, version, parameters }: Change): string => {
  if (parameters !== undefined) return message`"${name}" has changed: ${changesUnder(parameters)}.`;
  if (previousVersion === undefined && version === undefined) return message`"${name}" has changed.`;
  if (previousVersion === undefined) return message`"${name}" exists now, in version ${version}.`;
  if (version === undefined)
    return message`"${name}" no longer exists. Its last version was ${previousVersion}.`;
  return message`"${name}" has changed from version ${previousVersion} to version ${version}.`;
};

const changesUnder = (parameters: readonly Change[]): string => {
  const told = parameters.slice(0, MOST_CHANGES).map(changeUnder);
  const rest = parameters.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
};

const changeUnder = ({ name, previousVersion, version }: Change): string => {
  if (previousVersion === undefined) return `"${name}" is new (version ${version})`;
  if (version === undefined) return `"${name}" is gone (version ${previousVersion})`;
  return `"${name}" (version ${previousVersion} to version ${version})`;
};

export const recoveredMessage = (callName: string): string =>
  message`${callName} failed, and succeeded after a refresh.`;

export const refreshDidNotHelpMessage = (callName: string, repeats: number): string =>
  message`${callName} still fails after ${repeats} refresh${repeats === 1 ? '' : 'es'}. Either the values are not what is wrong, and "on" has to tell its errors apart, or the new ones come later than "retries" and "delay" wait: compare the versions of SsmCache.inspect() with those of AWS. This is logged once for each version.`;

export const refreshFailedMessage = (callName: string): string =>
  message`${callName} failed, and the refresh that it needs, or the callback after it, failed too: see "refreshError" of its error. This is logged once for each version.`;

/** @param denial what AWS denied, in its own words */
export const pendingDeniedMessage = (denial: string): string =>
  `${denial} "pending" has no effect until your role may read it. This is logged once.`;

export const pendingWithdrawnMessage = (names: string): string =>
  message`The pending version of "${names}" was refused too, and is withdrawn. What AWS calls current is read again; this pending version is not tried again.`;

export const recoveryTimeoutMessage = (callName: string, seconds: number): string =>
  message`${callName} waited longer than recoveryTimeout (${seconds} s) for its refresh and its onRefresh. Check that onRefresh settles, or raise recoveryTimeout.`;

export const recoveryClosedMessage = (callName: string): string =>
  message`${callName} cannot be repeated: its cache has been closed with the application. Make no calls after app.close().`;

export const predicateThrewMessage = (callName: string): string =>
  message`A predicate of ${callName}, "on" or "onResult", threw or returned a promise, which counts as no match. It has to take whatever is thrown or returned, and to answer at once.`;

export const invalidFilterMessage = (path: string, reason: string): string =>
  message`A filter of the parameters under "${path}" cannot be used: ${reason}.`;

export const invalidParameterPathMessage = (path: string): string =>
  message`The path "${path}" must begin with "/". Write "/${path}".`;

export const cannotListMessage = (path: string): string =>
  message`The parameters under "${path}" cannot be listed: the client has neither send(command) nor getParametersByPath(). Give it an SDK client, or an object that has one or the other.`;

export const differentGroupMessage = (name: string): string =>
  message`The group "${name}" is registered twice, with different options. Give it the same ones, or another name.`;

export const callbackFailedMessage =
  'A call in onRefresh failed and waits for the refresh that onRefresh is a part of. Call no method with @RefreshOnError in onRefresh.';

export const unknownOptionMessage = (where: string, option: string, known: readonly string[]): string => {
  const nearest = nearestName(option, known);
  const hint = nearest === undefined ? '' : message` Did you mean "${nearest}"?`;
  return message`${where}: unknown option "${option}".${hint} The options are ${quoted(known)}.`;
};

export const optionTypeMessage = (where: string, option: string, expected: string): string =>
  message`${where}: "${option}" must be ${expected}.`;

export const optionsNotAnObjectMessage = (where: string): string =>
  message`${where}: the options must be an object.`;

export const notAFunctionMessage = (where: string): string => message`${where} takes a function.`;

export const memberOfAnotherGroupMessage = (name: string): string =>
  message`"${name}" is declared as a member of one group with the option "group" of another. Leave the option out.`;

export const unfitTypeMessage = (where: string, type: string, handle: string): string =>
  message`${where}: a property of the type ${type} cannot hold it. Declare what it gives, a Promise of that or ${handle}, or give a transform or a schema.`;

/** The class of an error, as far as it has one. */
const errorKind = (error: unknown): string => {
  try {
    const { name } = error as { readonly name?: unknown };
    return typeof name === 'string' && /^[\w$]{1,60}$/.test(name) ? name : 'unknown error';
  } catch {
    return 'unknown error';
  }
};

export const localFileMessage = (file: string, code: string): string =>
  message`"local": the file "${file}" cannot be read (${code}). Create it, or name another one; a relative path starts at the working directory.`;

export const malformedLocalFileMessage = (file: string, place: string): string =>
  message`"local": the file "${file}" is not valid JSON${place}. Correct it there.`;

export const localContentMessage = (where: string): string =>
  message`"local": ${where} has to hold "parameters" and "secrets", each of them an object of values by name.`;

export const unknownLocalSectionMessage = (where: string, section: string): string =>
  message`"local": ${where} has the section "${section}". ${suggestion(section, '', 'The sections are', ['parameters', 'secrets'])}`;

export const localEntryMessage = (where: string, kind: string, name: string, expected: string): string =>
  message`"local": the ${kind} "${name}" of ${where} has to be ${expected}, and may not be empty.`;

export const refusedLocalValueMessage = (what: string, errorName: string): string =>
  message`"local": AWS would refuse the ${what} (${errorName}). Check its name and the length of its value.`;

export const sameVariableMessage = (variable: string, one: string, other: string): string =>
  message`"local": the variable ${variable} would stand for ${one} and for ${other}. Rename one of them, or set "env" to false and use the file.`;

export const localInProductionMessage = (where: string): string =>
  message`${where}: "local" is refused where NODE_ENV is "production". Leave the option out there.`;

export const unwatchedLocalFileMessage = (file: string, code: string): string =>
  message`"local": the file "${file}" is not watched (${code}). Restart the application to read what you save.`;

/**
 * @param place the section, and the name there, if it is another one
 * @param file where values are kept, if it is a file
 */
export const missingLocallyMessage = (
  name: string,
  place: { readonly section: string; readonly key: string | undefined },
  file: string | undefined,
  variable: string | undefined,
  known: readonly string[],
): string => {
  const { section, key } = place;
  const nearest = nearestName(key ?? name, known);
  const what = key === undefined ? 'it' : message`"${key}"`;
  const places = [
    message`"${section}" of ${file ?? 'the option "local"'}`,
    ...(variable === undefined ? [] : [message`the variable ${variable}`]),
  ];
  return (
    message`"${name}" is not among the local values.${nearest === undefined ? '' : message` Did you mean "${nearest}"?`}` +
    ` Put ${what} into ${places.join(', or into ')}.`
  );
};

export const announcedVersionMessage = (name: string, seconds: number): string =>
  message`An event has announced another version of "${name}", which AWS does not give yet. It is not asked again within "events.settle" (${seconds} seconds). The last known value stays, and is refreshed by its max age. If AWS often takes longer, raise "events.settle".`;

export const listeningMessage = (queue: string): string =>
  message`Listens to the queue "${queue}" for changes at AWS.`;

export const listensAgainMessage = (queue: string): string =>
  message`Listens to the queue "${queue}" for changes at AWS again.`;

/** @param reason a message of ours */
export const queueFailedMessage = (reason: string, isFinal: boolean): string =>
  `The queue of "events.queueUrl" gives no messages: ${reason} Changes are not heard of, and values are refreshed by their max age.${isFinal ? '' : ' It is tried again, at the latest every minute.'}`;

/** @param reason a message of ours */
export const cannotDeleteMessagesMessage = (reason: string): string =>
  `Messages of the queue of "events.queueUrl" are not deleted, and come again: ${reason}`;

export const strangeMessagesMessage = (queue: string, kind: string): string =>
  message`The queue "${queue}" has messages that are no changes of parameters or secrets (${kind}). They are deleted. If they are meant for others, give the cache a queue of its own. This is logged once.`;
