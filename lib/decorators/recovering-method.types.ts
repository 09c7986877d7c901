interface Message<Text extends string> {
  readonly error: Text;
}

/**
 * Whether a class has a member of this name. A private one is not among `keyof`, but nothing that lets the name be public is
 * assignable from the class.
 */
type HasMember<Target, Name extends string> = Name extends keyof Target
  ? true
  : Target extends { [Key in keyof Target | Name]?: unknown }
    ? false
    : true;

/**
 * A method decorator that rejects, at compile time, the name of a callback that the class does not have.
 *
 * @publicApi
 */
export type RecoveringMethod<Callback extends string> = <Target extends object>(
  target: Target &
    (HasMember<Target, Callback> extends true
      ? unknown
      : Message<`onRefresh names "${Callback}", which is not a member of the class.`>),
  propertyKey: string | symbol,
  descriptor: PropertyDescriptor,
) => void;
