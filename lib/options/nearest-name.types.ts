/** The known names that differ from a name in one place only, by up to two characters there. */
export type NearestName<Name extends string, Names extends string> = Name extends `${infer Base}:${string}`
  ? NearestName<Base, Names>
  : Near<Extract<Names, Around<Name>>, Name>;

/** Patterns of the texts that differ in one place, however much. They are fast to look for among thousands of names. */
type Around<
  Name extends string,
  Before extends string = '',
  Patterns = never,
> = Name extends `${infer First}${infer Rest}`
  ? Around<Rest, `${Before}${First}`, Patterns | `${Before}${string}${WithoutFirst<Rest>}`>
  : Patterns | `${Before}${string}`;

type Near<Candidate extends string, Name extends string> = Candidate extends string
  ? DifferBriefly<Candidate, Name> extends true
    ? Candidate
    : never
  : never;

/** Whether two texts end alike behind what they have in common and at most two characters more. */
type DifferBriefly<One extends string, Other extends string> = One extends `${infer First}${infer Rest}`
  ? Other extends `${First}${infer OtherRest}`
    ? DifferBriefly<Rest, OtherRest>
    : EndAlike<One, Other>
  : EndAlike<One, Other>;

type EndAlike<One extends string, Other extends string> = [Extract<Ends<One>, Ends<Other>>] extends [never]
  ? false
  : true;

type Ends<Text extends string> = Text | WithoutFirst<Text> | WithoutFirst<WithoutFirst<Text>>;

type WithoutFirst<Text extends string> = Text extends `${infer _First}${infer Rest}` ? Rest : Text;
