/** What the benchmark has to show, and why it may not. */
export interface Goal {
  readonly goal: string;
  /** The figure, as measurements report it. */
  readonly figure: string;
  readonly limit: number;
  /** Whether exactly the limit is wanted, rather than at most. */
  readonly isExact?: boolean;
  readonly unit?: string;
  /** What the profile shows of where it goes. Told when the goal is missed. */
  readonly profile: string;
}

export const GOALS: readonly Goal[] = [
  {
    goal: 'a plain read, at most 3 × a raw property',
    figure: 'property, multiple of a raw one',
    limit: 3,
    unit: '×',
    profile:
      'The accessor and all that it calls are inlined. What is left are the loads that lead from the accessor to the value, ' +
      'and the comparison of the limits of the value with both clocks, four numbers that V8 keeps in boxes of their own.',
  },
  {
    goal: 'a plain read allocates nothing',
    figure: 'property, bytes',
    limit: 0,
    isExact: true,
    unit: 'bytes',
    profile: 'Something on the way of a read makes an object.',
  },
  {
    goal: 'a plain read with metrics, health and a listener, as without',
    figure: 'observed property, multiple of a property',
    limit: 1.15,
    unit: '×',
    profile: 'Something is counted, or told, on the way of a read of a fresh value.',
  },
  {
    goal: '`get()` of a fresh value, at most 1.5 × awaiting a resolved promise, many in a turn',
    figure: 'get(), multiple of a resolved promise, many in a turn',
    limit: 1.5,
    unit: '×',
    profile: 'All reads of one value share one promise, so that only the check of its age remains.',
  },
  {
    goal: '`get()` of a fresh value, at most 2.5 × awaiting a resolved promise, one in a turn',
    figure: 'get(), multiple of a resolved promise, one in a turn',
    limit: 2.5,
    unit: '×',
    profile:
      'An await of a resolved promise takes some 45 ns. The first read of a turn asks both clocks of the system, which take ' +
      '20 to 35 ns each, and has a microtask end the turn, which takes as long as an await. One clock, or a time that is ' +
      'kept by a timer, would be quicker, and would serve a value past its max age after a freeze or a clock set back.',
  },
  {
    goal: 'a call of `@RefreshOnError()` that succeeds, at most 2.5 × bare',
    figure: 'recovering call, multiple of a bare one',
    limit: 2.5,
    unit: '×',
    profile: 'Each call takes down which values it begins with, and awaits the method.',
  },
  {
    goal: 'a request-scoped instance with ten bound properties, at most 1.35 × raw',
    figure: 'request-scoped instance, multiple of a raw one',
    limit: 1.35,
    unit: '×',
    profile:
      'Nest assigns the cache to each instance, and the accessors of its properties are installed on it.',
  },
  {
    goal: 'start with 10 names, at most 1.05 round trips',
    figure: 'start with 10 names, round trips',
    limit: 1.05,
    unit: 'round trips',
    profile: 'One call leaves. The rest is Nest making the application, and the SDK signing and parsing.',
  },
  {
    goal: 'start with 50 names, at most 1.15 round trips',
    figure: 'start with 50 names, round trips',
    limit: 1.15,
    unit: 'round trips',
    profile:
      'Five calls leave in five turns of the event loop. The rest is Nest making the application, and the SDK signing and parsing.',
  },
  {
    goal: 'start with 200 names, at most 1.3 round trips',
    figure: 'start with 200 names, round trips',
    limit: 1.3,
    unit: 'round trips',
    profile: 'Twenty calls leave in twenty turns of the event loop. The SDK signs and parses each of them.',
  },
  {
    goal: 'start with 50 names, exactly 5 calls',
    figure: 'start with 50 names, calls',
    limit: 5,
    isExact: true,
    unit: 'calls',
    profile:
      '`GetParameters` takes ten names. More calls than five are repeats, by the SDK or of a start that failed.',
  },
  {
    goal: 'import of our own code, at most 10 ms',
    figure: 'import, milliseconds',
    limit: 10,
    unit: 'ms',
    profile:
      'Node.js reads and compiles all that the root reaches, although an application needs a part of it.',
  },
  {
    goal: 'no module of the SDK before the first fetch',
    figure: 'modules of the SDK before the first fetch',
    limit: 0,
    isExact: true,
    unit: 'modules',
    profile: 'Something imports the SDK where only its types are needed.',
  },
  {
    goal: '1,000 readers of an expired value, 1 call',
    figure: 'calls of 1,000 readers',
    limit: 1,
    isExact: true,
    unit: 'call',
    profile: 'A second fetch began while the first was under way.',
  },
  {
    goal: 'an outage of 2 s, no failed read',
    figure: 'failed reads in an outage',
    limit: 0,
    isExact: true,
    unit: 'failed reads',
    profile: 'A read ended with the error of its refresh, though a last known value was there.',
  },
  {
    goal: 'longest pause while 200 names load, at most 3 ms',
    figure: 'longest pause, milliseconds',
    limit: 3,
    unit: 'ms',
    profile:
      'One call leaves in a turn, but the answers of several arrive in one, and the SDK parses them. The names are declared and ' +
      'asked for in one turn, too: the last row of the table is the share of this package.',
  },
  {
    goal: 'longest pause of our own code while 200 names load, at most 1 ms',
    figure: 'longest pause of ours alone, milliseconds',
    limit: 1,
    unit: 'ms',
    profile:
      'The names are declared and asked for in one turn, and this client brings all answers in one. The garbage collector comes into it, too.',
  },
  {
    goal: 'at most 1,500 bytes a name beside its text',
    figure: 'bytes an entry',
    limit: 1_500,
    unit: 'bytes',
    profile: 'Each name has an entry, a view and a handle of its own.',
  },
];
